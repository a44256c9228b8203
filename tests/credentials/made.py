"""Credentials and broken twins made by hypothesis: every class of the standard, ties, shared nodes."""

import copy

from hypothesis import strategies as st

from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES

CONTEXTS = [CREDENTIALS_V2, OPEN_BADGES]
ROOT = "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11"
ADDRESSES = [
    "https://a.example/1",
    "https://a.example/1#x",
    "did:key:z6Mk",
    "urn:uuid:7",
    "tag:é.example,2026:x",
]

odd_texts = st.sampled_from(
    [
        "",
        '"',
        "\\",
        "\n\r\t\b\f",
        "\x00\x1f\x7f",
        "\\u00e9",
        "é",
        "مرحبا",
        "🚲",
        "ﬀ",
        "\ufffd",
        "\u2028\x85",
        "1",
        "true",
    ]
)
texts = odd_texts | st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
addresses = st.sampled_from(ADDRESSES)
dates = st.just("2026-03-01T09:00:00Z")
spoken = st.builds(
    lambda text, more: {"@value": text, **more},
    texts,
    st.sampled_from(
        [{"@language": "sv"}, {"@language": "AR-eg", "@direction": "rtl"}, {"@direction": "ltr"}]
    ),
)
any_json = st.recursive(
    texts | numbers,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abé"), inner, max_size=3),
    max_leaves=5,
)


def some(values):
    return values | st.lists(values, min_size=1, max_size=3)


def node(types, members, *, has_id=None):
    """A node of these types with any of the members; its id may be missing, or that of another node."""
    fields = {name: st.none() | value for name, value in members.items()}
    ids = {None: st.none() | addresses, True: addresses, False: st.none()}[has_id]
    made = st.fixed_dictionaries({"id": ids, "type": st.just(types), **fields})
    return made.map(lambda value: {name: member for name, member in value.items() if member is not None})


image = node("Image", {"caption": texts}, has_id=True)
identifier = node(
    "IdentityObject", {"hashed": st.booleans(), "identityHash": texts, "salt": texts}, has_id=False
)
entry = node("IdentifierEntry", {"identifier": texts, "identifierType": texts}, has_id=False)
geo = node("GeoCoordinates", {"latitude": numbers, "longitude": numbers})
address = node(["Address"], {"addressCountry": texts, "geo": geo})
profile = node(
    ["Profile"],
    {
        "name": texts | spoken,
        "url": texts,
        "image": image | addresses,
        "address": address,
        "otherIdentifier": some(entry),
        "parentOrg": addresses | node(["Profile"], {"name": texts}),
    },
)
alignment = node(["Alignment"], {"targetName": texts, "targetUrl": texts, "targetType": texts}, has_id=False)
level = node(["RubricCriterionLevel"], {"name": texts, "level": texts, "alignment": some(alignment)})
description = node(
    ["ResultDescription"],
    {
        "name": texts,
        "allowedValue": st.lists(texts, max_size=3),
        "requiredLevel": texts,
        "rubricCriterionLevel": some(level),
    },
)
result = node(
    ["Result"], {"value": texts | numbers, "status": texts, "alignment": some(alignment)}, has_id=False
)
criteria = st.builds(lambda narrative: {"narrative": narrative}, texts) | node(
    "Criteria", {"narrative": texts}
)
achievement = node(
    ["Achievement"],
    {
        "name": texts | spoken,
        "description": some(spoken),
        "criteria": criteria,
        "creditsAvailable": numbers,
        "image": image,
        "creator": profile,
        "alignment": some(alignment),
        "resultDescription": some(description),
        "related": some(node(["Related"], {"inLanguage": texts, "version": texts})),
        "tag": st.lists(texts, max_size=4),
    },
)
subject = node(
    ["AchievementSubject", "Profile"],
    {
        "achievement": achievement,
        "identifier": some(identifier),
        "activityStartDate": dates,
        "creditsEarned": numbers,
        "result": some(result),
        "source": addresses | profile,
    },
)
evidence = node(["Evidence"], {"name": texts, "narrative": texts, "genre": texts, "audience": texts})
status = node(
    "BitstringStatusListEntry",
    {"statusPurpose": texts, "statusListIndex": texts, "statusListCredential": addresses},
)
schema = node("JsonSchema", {"jsonSchema": st.dictionaries(st.sampled_from("abé"), any_json, max_size=3)})
proof = node(
    "DataIntegrityProof",
    {
        "cryptosuite": texts,
        "created": dates,
        "proofPurpose": st.sampled_from(["assertionMethod", "authentication"]),
        "proofValue": texts,
        "verificationMethod": addresses,
    },
)
endorsement_subject = st.builds(
    lambda name, comment: {"id": name, "type": ["EndorsementSubject"], "endorsementComment": comment},
    addresses | st.just(ROOT),
    texts,
)
endorsement = st.builds(
    lambda value, contexts: value | ({"@context": contexts} if contexts else {}),
    node(
        ["VerifiableCredential", "EndorsementCredential"],
        {
            "issuer": profile | addresses,
            "validFrom": dates,
            "credentialSubject": endorsement_subject,
            "proof": some(proof),
        },
    ),
    st.sampled_from([CONTEXTS, None]),
)
credentials = node(
    ["VerifiableCredential", "OpenBadgeCredential"],
    {
        "name": texts | spoken,
        "description": texts,
        "image": image,
        "issuer": profile | addresses,
        "validFrom": dates,
        "awardedDate": dates,
        "credentialSubject": some(subject),
        "evidence": some(evidence),
        "credentialStatus": some(status),
        "credentialSchema": some(schema),
        "endorsement": some(endorsement),
        "endorsementJwt": some(texts),
    },
).map(lambda value: {"@context": CONTEXTS, **value, "id": ROOT})
presentations = st.builds(
    lambda inner, holder: {
        "@context": [CREDENTIALS_V2],
        "type": "VerifiablePresentation",
        "holder": holder,
        "verifiableCredential": inner,
    },
    some(credentials),
    addresses,
)

FULL_NAMES = [
    "https://schema.org/name",
    "https://example.org/n",
    "https://www.w3.org/2018/credentials#evidence",
]
NAMES = [
    "name",
    "tag",
    "image",
    "creator",
    "proof",
    "evidence",
    "identifier",
    "alignment",
    "geo",
    "jti",
    "xsd:date",
]
KEYWORDS = [
    "@id",
    "@type",
    "@graph",
    "@included",
    "@nest",
    "@reverse",
    "@list",
    "@set",
    "@index",
    "@value",
    "_:p",
]
TYPES = [
    "Profile",
    "Achievement",
    "AchievementCredential",
    "Invented",
    "https://example.org/T",
    "@json",
    "geo",
    "id",
]
VALUES = [
    None,
    [],
    {},
    "",
    0,
    True,
    2**60,
    1e300,
    -0.0,
    [None],
    [[]],
    [["x"]],
    "x",
    "_:b",
    "a b:c",
    "rel",
    "xsd:x",
]
OBJECTS = [
    {"id": ROOT},
    {"id": ROOT, "type": ["EndorsementSubject"], "endorsementComment": "x"},
    {"id": ROOT, "name": "again"},
    {"id": ROOT, "type": ["VerifiableCredential"], "validUntil": "2026-03-01T09:00:00Z"},
    {"id": "https://a.example/1", "type": ["Profile"], "name": "twin"},
    {"@value": "x"},
    {"@value": None},
    {"@value": "x", "type": "xsd:string"},
    {"@value": 5, "@language": "sv"},
    {"@value": "x", "@language": "no language"},
    {"@language": "sv"},
    {"@list": ["x"]},
    {"@set": ["x"]},
    {"@context": CONTEXTS, "id": "https://a.example/1"},
    {"@context": CONTEXTS, "type": ["Profile"], "name": "x"},
    {"@context": CREDENTIALS_V2, "type": ["Profile"], "name": "x"},
    {"@context": [], "name": "x"},
    {"id": None, "name": "x"},
    {"type": None, "name": "x"},
    {"type": [], "name": "x"},
    {"name": "x", "https://schema.org/name": "y"},
]


@st.composite
def changed(draw, documents):
    """A credential with one to three things changed, anywhere."""
    document = copy.deepcopy(draw(documents))
    for _ in range(draw(st.integers(1, 3))):
        change(draw, document)
    return document


def change(draw, document):
    """Change one thing; what is put in is a copy, as a later change may be inside."""

    def one_of(values):
        return copy.deepcopy(draw(st.sampled_from(values)))

    node = draw(st.sampled_from(list(nodes(document))))
    names = [name for name in node if name != "@context"] or ["name"]
    name = draw(st.sampled_from(names))
    value = copy.deepcopy(node.get(name))
    match draw(st.integers(0, 7)):
        case 0:
            node[draw(st.sampled_from([*FULL_NAMES, *NAMES, *KEYWORDS]))] = node.pop(name, "x")
        case 1:
            node[name] = one_of([[value], [value, value], [[value]], [value, None]])
        case 2:
            node[name] = one_of([*VALUES, *OBJECTS])
        case 3:
            node["type"] = draw(st.lists(st.sampled_from(TYPES), max_size=3) | st.sampled_from(TYPES))
        case 4:
            node["id"] = one_of([ROOT, *ADDRESSES, *VALUES])
        case 5:
            node.pop(name, None)
        case 6:
            node[draw(st.sampled_from([*NAMES, *KEYWORDS, *FULL_NAMES]))] = one_of([*VALUES, *OBJECTS])
        case 7:
            node[draw(st.sampled_from(NAMES))] = one_of(OBJECTS)


def nodes(value):
    if isinstance(value, dict):
        yield value
        for name, member in value.items():
            if name != "@context":
                yield from nodes(member)
    elif isinstance(value, list):
        for member in value:
            yield from nodes(member)
