"""A pure Open Badges 3.0 library: build, sign, bake, read and verify. No IO, no web, no database.

Start with README.md in this folder. Public is what `docs/library-reference.md` names; all else may change.
Nothing here asks the network or the clock: what a function needs from outside is given in (`fetch`, `now`).
The one guarded client, `credentials.outbound`, is never imported by the rest.
"""
