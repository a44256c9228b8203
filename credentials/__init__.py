"""A pure Open Badges 3.0 library: build, sign, bake, read and verify. No IO, no web, no database."""
