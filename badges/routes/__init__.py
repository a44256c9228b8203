"""JSON resources of badges."""
