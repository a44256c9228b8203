"""Measured speed, beside the physical limit in the same run. `make bench` prints JSON lines."""
