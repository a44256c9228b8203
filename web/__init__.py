"""Faces for people: pages, mail, commands, and the assembly of the application."""
