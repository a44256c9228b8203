"""Endorsing: asking, offering, writing and signing, deciding, taking back, lapsing, carrying away."""
