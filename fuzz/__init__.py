"""Throws bytes at every parser that reads what strangers send: `python -m fuzz`.

Two drivers a parser: raw bytes that coverage leads into new corners, and shaped ones that hypothesis
makes from what the parser expects. Either may end in the parser's own typed error; anything else, a hang
over two seconds or a memory that grows is a find.
"""
