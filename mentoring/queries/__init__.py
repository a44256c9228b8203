"""What the room knows, as it is read."""
