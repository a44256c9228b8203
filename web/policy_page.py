"""The permission table as a page of documentation."""

from foundation.policy import RULES, Refusal

HEAD = """# Who may do what

Printed by `flask --app wsgi policy` from the one table in `foundation/policy.py`; a test compares
the two. Anything that is not in the table is refused. "Hidden" means that a refusal looks as if the
thing did not exist (404); "plain" means that it says no (403). Nobody signed in is asked to sign in.
Seats of a locked account rest: what it might do by a seat is refused, and it is told why.

| action | who may | refusal |
|---|---|---|
"""


def text() -> str:
    """Give the page as Markdown."""
    rows = sorted((action.value, rule) for action, rule in RULES.items())
    sound = {Refusal.HIDDEN: "hidden", Refusal.PLAIN: "plain"}
    return HEAD + "".join(f"| `{action}` | {rule.who} | {sound[rule.refusal]} |\n" for action, rule in rows)
