"""Profiles that can sign: groups and people, their keys, DID documents, status lists, signed documents."""
