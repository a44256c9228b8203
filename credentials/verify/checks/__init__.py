"""One thing looked at per module: each gives its finding."""
