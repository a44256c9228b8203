"""Shapes on the wire (marshmallow): no row, no query."""
