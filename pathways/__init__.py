"""Ways to learn: resources, paths and packets, and the loader of content files."""
