"""Achievements, awards, credentials: defining, offering, accepting, carrying, verifying, withdrawing."""
