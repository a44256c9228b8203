import hashlib

import pytest
from flask import Flask
from sqlalchemy import func, select

from badges.links import link_problem
from badges.models import EvidenceFile, EvidenceOpening
from badges.queries import awards, claims
from badges.services import assessing, claiming, evidence, evidence_rules
from badges.services.claims import keeping
from competencies.wording import EVIDENCE_KINDS
from foundation.audit import AuditEvent
from foundation.db import session, transaction
from foundation.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from issuers.services import registering
from tests.badges.claiming_stage import LINK, assessor, badge, handed_in, locked, opened, with_link
from tests.badges.scene import Scene, give, person, set_stage

SECRET = b"%PDF-1.7 what only assessors may read"


@pytest.fixture
def scene(app: Flask) -> Scene:
    return set_stage()


def problems_of(call) -> set[tuple[str, str]]:
    with pytest.raises(InvalidError) as refused:
        call()
    return {(one.pointer, one.code) for one in refused.value.problems}


def test_every_kind_can_be_shown_by_a_link_a_file_and_a_text(scene):
    learner = person("Kim")
    claim = opened(learner, badge(scene, "every-kind"))
    for place, kind in enumerate(EVIDENCE_KINDS):
        form = ("link", "file", "text")[place % 3]
        evidence.add(
            learner,
            claim.id,
            kind=kind,
            form=form,
            name=f"Number {place}",
            url=LINK,
            text="What it shows",
            upload=SECRET,
            file_name="a.pdf",
        )
    kept = claims.claim_by_id(claim.id).evidence
    assert [item.kind for item in kept] == list(EVIDENCE_KINDS)
    assert {item.visibility for item in kept} == {"private"}
    assert all((item.url is not None) == (item.form == "link") for item in kept)


def test_a_badge_may_limit_the_kinds(scene):
    learner = person("Kim")
    rule = {"min_items": 1, "kinds": ["report", "wiki_page"]}
    claim = opened(learner, badge(scene, "two-kinds", evidence_rule=rule))
    assert evidence_rules.kinds_of(claim) == ("wiki_page", "report")
    assert problems_of(lambda: with_link(learner, claim)) == {("/kind", "evidence_kind_unknown")}
    assert with_link(learner, claim, kind="report").kind == "report"


def test_a_file_is_sealed_and_comes_back_as_it_was(scene):
    learner = person("Kim")
    claim = opened(learner, scene.badge)
    item = with_link(
        learner,
        claim,
        form="file",
        upload=SECRET,
        file_name="..\\..\\etc/re\u202eport<1>.pdf",
    )
    assert item.file_name == "report_1_.pdf"
    assert (item.file_bytes, item.file_digest) == (len(SECRET), hashlib.sha256(SECRET).digest())
    sealed = session().scalar(select(EvidenceFile.sealed))
    assert b"assessors" not in sealed
    assert evidence.opened(learner, item.id).content == SECRET
    assert evidence.own_file(learner, item.id).content == SECRET


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", "file"),
        ("...", "file"),
        ("a/b/c.txt", "c.txt"),
        ("C:\\Users\\kim\\notes.odt", "notes.odt"),
        ("line\nbreak\x00.txt", "line break.txt"),
        ("x" * 400 + ".pdf", "x" * (evidence_rules.FILE_NAME_MAX - 4) + ".pdf"),
        ('quo"te.pdf', "quo_te.pdf"),
        ("صورة.png", "صورة.png"),
    ],
)
def test_names_of_files_are_cleaned(given, kept):
    assert evidence_rules.cleaned_file_name(given) == kept


def test_what_does_not_fit_is_told_all_at_once_and_keeps_nothing(scene):
    learner = person("Kim")
    claim = opened(learner, scene.badge)
    shape = {"kind": "no", "form": "link", "name": " ", "url": "ftp://x.example.org", "visibility": "all"}
    assert problems_of(lambda: evidence.add(learner, claim.id, **shape)) == {
        ("/kind", "evidence_kind_unknown"),
        ("/name", "required"),
        ("/url", "link_not_web"),
        ("/visibility", "not_allowed"),
    }
    for changes, problem in (
        ({"form": "file"}, ("/upload", "file_empty")),
        (
            {"form": "file", "upload": b"x" * (evidence_rules.MOST_FILE_BYTES + 1)},
            ("/upload", "file_too_big"),
        ),
        ({"form": "text"}, ("/text", "required")),
        ({"form": "song"}, ("/form", "not_allowed")),
        ({"url": ""}, ("/url", "required")),
        ({"text": "x" * 1001}, ("/text", "too_long")),
        (
            {"form": "text", "text": "x" * 2001, "visibility": "embedded"},
            ("/visibility", "too_long_to_embed"),
        ),
    ):
        assert problems_of(lambda more=changes: with_link(learner, claim, **more)) == {problem}
    assert claims.claim_by_id(claim.id).evidence == []


def test_a_claim_shows_so_many_things_and_no_more(scene):
    learner = person("Kim")
    claim = opened(learner, scene.badge)
    for _ in range(evidence_rules.MOST_ITEMS):
        with_link(learner, claim)
    assert problems_of(lambda: with_link(learner, claim)) == {("/name", "evidence_full")}


def test_the_files_of_one_claim_have_a_limit_together(scene):
    learner = person("Kim")
    claim = opened(learner, scene.badge)
    whole = evidence_rules.MOST_CLAIM_FILE_BYTES // evidence_rules.MOST_FILE_BYTES
    for _ in range(whole):
        item = with_link(learner, claim, form="file", upload=SECRET)
        with transaction():
            claims.evidence_item(item.id).file_bytes = evidence_rules.MOST_FILE_BYTES
    found = problems_of(lambda: with_link(learner, claim, form="file", upload=SECRET))
    assert found == {("/upload", "files_too_big")}


@pytest.mark.parametrize(
    "link",
    [
        "http://localhost/",
        "http://localhost:8000/x",
        "http://LOCALHOST./",
        "http://printer/",
        "http://nas.local/",
        "http://wiki.internal/",
        "http://10.1.2.3/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://192.168.0.1./",
        "http://169.254.169.254/latest",
        "http://100.64.0.1/",
        "http://256.1.1.1/",
        "http://1.2.3.4.5/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:7f00:1::]/",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
    ],
)
def test_links_into_a_private_network_are_refused(link):
    assert link_problem(link) == "link_private"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "//example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "https://",
        "https://kim@example.org/",
        "https://kim:secret@example.org/",
        "https://exa mple.org/",
        "https://example.org\\@10.0.0.1/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://%31%30.0.0.1/",
        "https://[::1",
        "https://-example.org/",
        "https://example..org/",
        "https://example.org/\n",
    ],
)
def test_what_is_no_plain_web_address_is_refused(link):
    assert link_problem(link) in {"link_not_web", "link_private"}


@pytest.mark.parametrize(
    "link",
    [
        LINK,
        "http://example.org",
        "https://sv.wiki.example.org/wiki/Källa?a=b#c",
        "https://ويكي.example.org/صفحة",
        "https://example.org:8443/x",
        "https://93.184.215.14/",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
        "https://" + "a" * 60 + ".example.org/",
    ],
)
def test_public_links_are_taken_and_never_followed(link):
    assert link_problem(link) is None


def test_who_sees_it_can_be_changed_until_the_badge_is_accepted(scene):
    learner = person("Kim")
    claim = opened(learner, scene.badge)
    item, other = with_link(learner, claim), with_link(learner, claim, visibility="on_request")
    evidence.change_visibility(learner, item.id, "embedded")
    assert evidence.embedded(claims.claim_by_id(claim.id)) == [{"url": LINK, "name": "My edit"}]
    assert problems_of(lambda: evidence.change_visibility(learner, item.id, "all")) == {
        ("/visibility", "not_allowed")
    }
    award = give(scene, "Kim")
    with transaction():
        claims.claim_by_id(claim.id).award_id = award.id
    evidence.change_visibility(learner, other.id, "embedded")
    assert len(awards.award_by_id(award.id).evidence) == 2
    evidence.change_visibility(learner, other.id, "on_request")
    assert len(awards.award_by_id(award.id).evidence) == 1
    claiming.accept(learner, award.id)
    with pytest.raises(ConflictError):
        evidence.change_visibility(learner, item.id, "private")
    assert evidence.change_visibility(learner, other.id, "private").visibility == "private"


def test_of_a_file_only_its_name_and_fingerprint_go_into_the_badge(scene):
    learner = person("Kim")
    claim = opened(learner, scene.badge)
    with_link(learner, claim, form="file", upload=SECRET, file_name="a.pdf", visibility="embedded")
    (written,) = evidence.embedded(claims.claim_by_id(claim.id))
    assert written == {"name": "My edit", "narrative": f"a.pdf SHA-256 {hashlib.sha256(SECRET).hexdigest()}"}


def test_evidence_is_taken_away_with_its_file_while_the_claim_is_written(scene):
    learner = person("Kim")
    claim = opened(learner, scene.badge)
    item = with_link(learner, claim, form="file", upload=SECRET)
    evidence.remove(learner, item.id)
    assert session().scalar(select(func.count()).select_from(EvidenceFile)) == 0
    with pytest.raises(NotFoundError):
        evidence.remove(learner, item.id)
    kept = with_link(learner, claim)
    keeping.submit(learner, claim.id)
    with pytest.raises(ConflictError):
        evidence.remove(learner, kept.id)
    with pytest.raises(ConflictError):
        with_link(learner, claim)


def test_an_assessor_who_opens_evidence_is_on_record_and_the_claimant_is_not(scene):
    learner, looks = person("Kim"), assessor(scene.group_id)
    claim = handed_in(learner, badge(scene, "sources-two"))
    item = claims.claim_by_id(claim.id).evidence[0]
    evidence.opened(learner, item.id)
    assert claims.openings_of(claim.id) == []
    assert evidence.opened(looks, item.id).item.url == LINK
    evidence.opened(looks, item.id)
    seen = claims.openings_of(claim.id)
    assert [one.item_name for one in seen] == ["My edit", "My edit"]
    event = session().scalar(select(AuditEvent).where(AuditEvent.action == "badges.evidence.open"))
    assert (event.actor_id, event.about_id) == (looks.person_id, learner.person_id)


def test_nobody_else_opens_evidence_nor_an_assessor_what_is_not_handed_in(scene):
    learner, looks = person("Kim"), assessor(scene.group_id)
    other_group = registering.register_group(
        person("Else"), name="Another", description="", url=None, language="en"
    )
    claim = opened(learner, scene.badge)
    item = with_link(learner, claim)
    with pytest.raises(NotFoundError):
        evidence.opened(looks, item.id)
    keeping.submit(learner, claim.id)
    strangers = (person("Lee"), assessor(other_group, "Far assessor"), scene.steward)
    for stranger in strangers:
        with pytest.raises(NotFoundError):
            evidence.opened(stranger, item.id)
        for call in (evidence.own_file, evidence.remove):
            with pytest.raises(NotFoundError):
                call(stranger, item.id)
    with pytest.raises((NotFoundError, ForbiddenError)):
        evidence.opened(locked(looks), item.id)
    keeping.withdraw(learner, claim.id)
    with pytest.raises(NotFoundError):
        evidence.opened(looks, item.id)
    assert session().scalar(select(func.count()).select_from(EvidenceOpening)) == 0


def test_an_assessor_who_may_not_decide_opens_no_evidence_nor_of_a_case_that_does_not_wait(scene):
    learner, looks = person("Kim"), assessor(scene.group_id)
    claim = handed_in(learner, badge(scene, "sources-two"))
    item = claims.claim_by_id(claim.id).evidence[0]
    own = assessor(scene.group_id, "Own case")
    of_own = claims.claim_by_id(handed_in(own, badge(scene, "sources-three")).id).evidence[0]
    assert evidence.opened(own, of_own.id).item.url == LINK  # their own, as the claimant: not on record
    taken = assessing.take(looks, claim.id, claim.revision)
    judgements = [{"competency": "citing", "level": 0, "reason": "No source is named."}]
    said = {"judgements": judgements, "reason": "Not there yet.", "advice": "Name them."}
    assessing.decide(looks, claim.id, outcome="declined", revision=taken.revision, **said)
    with pytest.raises(NotFoundError):
        evidence.opened(looks, item.id)
    keeping.appeal(learner, claim.id, "The sources are on the second page of it.")
    with pytest.raises(ForbiddenError, match="conflict_of_interest"):
        evidence.opened(looks, item.id)
    assert session().scalar(select(func.count()).select_from(EvidenceOpening)) == 0
