"""Resources of the room, by the JSON API."""
