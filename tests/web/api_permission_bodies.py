"""What is sent to each address of the API's permission table where the body says whose thing it is about.

Names in braces are the stage's.
"""

from typing import Any

_SEEN = "She welcomed forty newcomers at the river walk and stayed to the end."
_WORDS = {"title": {"en": "A new one"}, "reviewed": ["en"]}

BODIES: dict[str, Any] = {
    "adapted_roles.adapt": {"group_id": "{group_id}"},
    "awards.give": {"achievement": "sources", "recipient": "new@example.org"},
    "badges.define_badge": {
        "group_id": "{group_id}",
        "slug": "new-badge",
        "kind": "skill",
        "name": {"en": "A new one"},
        "description": {"en": "What it is."},
        "criteria": {"en": "What it takes."},
        "image": {"template": "star", "colour": "blue", "alt": {"en": "A star"}},
        "assessment": {"method": "claim_with_check"},
        "evidence_rule": {"min_items": 1},
        "reviewed": ["en"],
    },
    "badges.define_competency": {
        **_WORDS,
        "group_id": "{group_id}",
        "slug": "new-competency",
        "code": "N1",
        "framework": "skills",
        "domain": "sources",
        "statement": {"en": "Does."},
        "rubric": [{"en": "One"}, {"en": "Two"}, {"en": "Three"}, {"en": "Four"}],
    },
    "frameworks.begin_new": {"group_id": "{group_id}", "title": {"en": "Maps"}},
    "frameworks.derive": {"group_id": "{group_id}", "number": 1},
    "kept.keep_snapshot": {"role": "guide"},
    "needs.keep_skills": {"counted": False},
    "nomination_links.make": {"role": "guide", "citation": _SEEN},
    "nomination_links.take": {"token": "{naming}"},
    "nominations.make": {"user_name": "Other", "role": "guide", "citation": _SEEN},
    "openness.begin": {"months": 3},
    "roles.define_role": {
        **_WORDS,
        "group_id": "{group_id}",
        "slug": "new-role",
        "purpose": {"en": "Does it."},
        "requirements": [],
        "term_guidance_months": None,
    },
    "signals.let_in": {"wiki": "sv.wikipedia.org"},
    "thanks.give": {"user_name": "Other", "text": "You stayed late to help me with my article."},
    "vouching.vouch": {"by_group": "{group}"},
}
