"""Compares our canonical form with the ones that PyLD and jsonld.js make."""
