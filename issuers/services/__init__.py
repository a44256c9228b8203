"""The verbs of this room: each one loads, requires and acts inside one transaction."""
