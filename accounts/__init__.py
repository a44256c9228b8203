"""People, how they sign in, their seats in groups, and who must not be written to."""
