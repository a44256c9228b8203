"""The shape of a content file, field by field (in words: `pathways/starter/README.md`). Pure."""

from collections.abc import Iterator
from typing import Any

from badges import rules
from badges.pictures import COLOURS, TEMPLATES
from competencies.alignments import EDITION_MAX, is_https
from competencies.services.defining import CODE_MAX
from competencies.wording import EVIDENCE_KINDS, LANGUAGES, LEVELS, TEXT_MAX, TITLE_MAX
from foundation.errors import Problem
from pathways.shape_rules import (
    LANGUAGE_LIST,
    Optional_,
    Rule,
    day,
    flag,
    list_of,
    mapping_of,
    one_of,
    or_none,
    record,
    slug,
    string,
    text,
    whole,
    word,
)

FORMAT = "barnstar-content/1"
LESSON_MAX = 20_000
RESOURCE_FORMATS = ("text", "tutorial", "video", "audio", "course", "exercise", "template", "event")
STRATEGY_AREAS = (
    *("sustainability-of-movement", "improve-user-experience", "safety-and-inclusion"),
    *("equity-in-decision-making", "coordinate-across-stakeholders", "invest-in-skills"),
    *("manage-internal-knowledge", "topics-for-impact", "innovate-free-knowledge", "evaluate-iterate-adapt"),
)
ADAPTATION_OPS = ("raise", "lower", "add", "drop", "rename")
ACTIVITY_KINDS = ("practice", "reflection", "mentor_session")
_VOCABULARIES = (
    *("methods", "resource_formats", "evidence_kinds", "assessment_methods", "endorsement_relations"),
    *("need_stances", "badge_kinds", "adaptation_ops", "strategy_areas"),
)
_MINUTES = whole(1, 100_000)
_STATUS = one_of("draft", "published")
_TITLE, _TEXT = text(TITLE_MAX), text(TEXT_MAX)
_AUDIENCE = one_of("individual", "organisation")
_LEVEL = one_of(*LEVELS)
_METHODS = list_of(one_of(*rules.METHODS))
_NAME = string(80)
_LICENCE = string(60)
_VERSION = string(20)


def https(at: str, value: Any) -> Iterator[Problem]:
    """A web address that starts with https."""
    if not is_https(value):
        yield Problem(at, "address_not_https")


_ADDRESS = or_none(https)
_ALIGNMENT = record(
    framework=string(200),
    edition=Optional_(string(EDITION_MAX)),
    code=or_none(string(60)),
    name_en=string(200),
    target_url=_ADDRESS,
    verified=flag,
)
_LEVEL_TEXT = record(level=_LEVEL, title=_TITLE, descriptor=_TEXT)
_ASSESSMENT = record(
    method=one_of(*rules.ASSESSMENT_METHODS),
    min_endorsements=whole(0, 10),
    endorser_min_level=or_none(_LEVEL),
    panel_size=whole(0, 10),
    random_assessors=whole(0, 10),
)
_KINDS = list_of(one_of(*EVIDENCE_KINDS))
_LEVEL_RULE = record(
    assessment=_ASSESSMENT, evidence_rule=record(min_items=whole(0, 20), private_by_default=flag)
)
_VALIDITY = or_none(whole(1, rules.VALIDITY_MONTHS_MAX))

META = record(
    title=_TITLE,
    version=_VERSION,
    status=_STATUS,
    licence=_LICENCE,
    languages=LANGUAGE_LIST,
    default_language=one_of(*LANGUAGES),
    rtl_languages=LANGUAGE_LIST,
    notes=Optional_(list_of(record(id=word, text=_TEXT), key="id")),
)
VOCABULARIES = record(
    level_scale=list_of(_LEVEL_TEXT, least=4, most=4, key="level"),
    **{name: list_of(record(id=word, title=_TITLE), key="id") for name in _VOCABULARIES},
)
COMPETENCY = record(
    id=slug,
    code=string(CODE_MAX),
    domain=slug,
    title=_TITLE,
    statement=_TEXT,
    rubric=list_of(record(level=_LEVEL, descriptor=_TEXT), least=4, most=4, key="level"),
    typical_evidence=_KINDS,
    alignments=list_of(_ALIGNMENT, most=10),
    wikidata_qid=or_none(string(20)),
    esco_uri=_ADDRESS,
    status=_STATUS,
    reviewed=LANGUAGE_LIST,
)
FRAMEWORK = record(
    id=slug,
    version=_VERSION,
    title=_TITLE,
    description=_TEXT,
    reviewed=LANGUAGE_LIST,
    subsidiarity=Optional_(
        record(
            reference_is_optional=flag,
            allowed_ops=list_of(one_of(*ADAPTATION_OPS)),
            reason_required=flag,
            protected=list_of(record(competency=slug, min_level=_LEVEL, reason=_TEXT), key="competency"),
            review_interval_months=whole(1, 120),
        )
    ),
    domains=list_of(record(id=slug, order=whole(1, 1000), title=_TITLE, from_seed=flag), key="id"),
    competencies=list_of(COMPETENCY, key="id"),
)
ROLE = record(
    id=slug,
    title=_TITLE,
    purpose=_TEXT,
    requirements=list_of(
        record(competency=slug, level=_LEVEL, must=flag, weight=whole(1, 5)), key="competency", most=30
    ),
    owner=_NAME,
    status=_STATUS,
    term_guidance_months=or_none(whole(1, 120)),
    reviewed=LANGUAGE_LIST,
)
_CHANGE = record(
    op=one_of(*ADAPTATION_OPS),
    competency=slug,
    from_=Optional_(_LEVEL),
    to=Optional_(_LEVEL),
    level=Optional_(_LEVEL),
    must=Optional_(flag),
    weight=Optional_(whole(1, 5)),
    reason=_TEXT,
)
ADAPTATION = record(
    id=slug,
    fictional=flag,
    base_role=slug,
    base_version=_VERSION,
    owner=_NAME,
    context=record(kind=word, note=_TEXT),
    title_override=_TITLE,
    changes=list_of(_CHANGE),
    adopted_by=word,
    adopted_on=day,
    review_due=day,
)
BADGE = record(
    id=slug,
    kind=one_of(*rules.KINDS),
    achievement_type=one_of(*rules.ACHIEVEMENT_TYPES),
    title=_TITLE,
    description=_TEXT,
    criteria=_TEXT,
    awards=list_of(record(competency=slug, level=_LEVEL), key="competency", most=rules.PROVES_MAX),
    methods=_METHODS,
    assessment=_ASSESSMENT,
    evidence_rule=record(min_items=whole(0, 20), kinds=_KINDS, private_by_default=flag),
    validity_months=_VALIDITY,
    limits=Optional_(
        record(
            per_giver_per_30_days=whole(1, 100),
            same_pair_cooldown_days=whole(0, 3650),
            min_reason_characters=whole(0, 1000),
        )
    ),
    counts_towards_roles=flag,
    image=record(template=one_of(*TEMPLATES), colour=one_of(*COLOURS), alt=_TITLE),
    status=_STATUS,
    tags=list_of(slug, most=rules.TAGS_MAX),
    reviewed=LANGUAGE_LIST,
)
SINGLE_AWARDS = record(
    enabled=flag,
    note=_TEXT,
    assessment_by_level=record(**{str(level): _LEVEL_RULE for level in LEVELS}),
    validity_months=_VALIDITY,
)
_STEP = record(id=slug, kind=one_of("resource", "badge", *ACTIVITY_KINDS), ref=slug, required=flag)
LEARNING_PATH = record(
    id=slug,
    audience=_AUDIENCE,
    packet=flag,
    title=_TITLE,
    summary=_TEXT,
    need=_TEXT,
    stated_minutes=or_none(_MINUTES),
    steps=list_of(_STEP, least=1, most=50, key="id"),
    leads_to_badges=list_of(slug),
    leads_to_roles=list_of(slug),
    prerequisite_badges=list_of(slug),
    status=_STATUS,
    reviewed=LANGUAGE_LIST,
)
RESOURCE = record(
    id=slug,
    placeholder=flag,
    title=_TITLE,
    summary=_TEXT,
    text=Optional_(text(LESSON_MAX)),
    format=one_of(*RESOURCE_FORMATS),
    duration_minutes=_MINUTES,
    languages=LANGUAGE_LIST,
    planned_languages=LANGUAGE_LIST,
    competencies=list_of(slug),
    methods=_METHODS,
    strategy_area=or_none(one_of(*STRATEGY_AREAS)),
    audience=_AUDIENCE,
    licence=_LICENCE,
    url=_ADDRESS,
    low_bandwidth_alternative=_ADDRESS,
    quality=or_none(string(200)),
    review_due=or_none(day),
    reviewed=LANGUAGE_LIST,
)
QUALITY = record(
    scale=mapping_of(_TITLE, frozenset({"0", "1", "2", "3", "na"})),
    publish_rule=_TEXT,
    criteria=list_of(record(id=word, title=_TITLE), key="id"),
)
DOCUMENT: Rule = record(
    format=one_of(FORMAT),
    meta=META,
    vocabularies=Optional_(VOCABULARIES),
    framework=Optional_(FRAMEWORK),
    roles=Optional_(list_of(ROLE, key="id")),
    role_adaptations_example=Optional_(list_of(ADAPTATION, key="id")),
    badges=Optional_(list_of(BADGE, key="id")),
    single_competency_awards=Optional_(SINGLE_AWARDS),
    learning_paths=Optional_(list_of(LEARNING_PATH, key="id")),
    path_activities=Optional_(list_of(record(id=slug, text=_TEXT, duration_minutes=_MINUTES), key="id")),
    resources=Optional_(list_of(RESOURCE, key="id")),
    quality_rubric=Optional_(QUALITY),
)
