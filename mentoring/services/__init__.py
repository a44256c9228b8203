"""Use cases of the room."""
