"""Faces for machines: the JSON API."""
