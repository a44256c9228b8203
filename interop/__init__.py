"""Proves with other people's software that what we sign is read by others, and the other way round."""
