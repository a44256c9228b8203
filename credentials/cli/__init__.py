"""What `python -m credentials` does, without a clock or a socket of its own."""
