"""Resources of the JSON API."""
