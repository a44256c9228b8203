"""What is published is final: versions of frameworks name their members, and the database refuses to change any."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

import foundation.columns

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

# Who published something is blanked when the person leaves; nothing else of a version ever changes.
FINAL = {
    'framework_version': 'id, framework_id, number, title, description, domains, levels, vocabularies, reviewed, '
    'published_at, members, source',
    'competency_version': 'id, competency_id, number, title, statement, rubric, typical_evidence, alignments, '
    'reviewed, published_at',
    'role_version': 'id, role_id, number, title, purpose, requirements, term_guidance_months, reviewed, '
    'published_at, base, operations, adoption',
}
SQLITE = (
    """
CREATE TRIGGER {table}_is_final BEFORE UPDATE OF {columns} ON {table}
BEGIN SELECT RAISE(ABORT, 'what was published is final'); END
""",
    """
CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'what was published is final'); END
""",
)
FUNCTION = """
CREATE FUNCTION published_is_final() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what was published is final'; END $$;
"""
POSTGRESQL = (
    """
CREATE TRIGGER {table}_is_final BEFORE UPDATE OF {columns} ON {table}
FOR EACH ROW EXECUTE FUNCTION published_is_final();
""",
    """
CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION published_is_final();
""",
)
# The texts that are published with a version are a moment older than the version itself.
TOGETHER = timedelta(minutes=1)
DOC, TIME = foundation.columns.JsonDoc(), foundation.columns.UTCDateTime()
FRAMEWORK = sa.table(
    'framework',
    sa.column('id', sa.Uuid()),
    sa.column('slug', sa.String()),
    sa.column('derived_from', sa.String()),
    sa.column('derived_number', sa.Integer()),
)
VERSION = sa.table(
    'framework_version',
    sa.column('id', sa.Uuid()),
    sa.column('framework_id', sa.Uuid()),
    sa.column('number', sa.Integer()),
    *(sa.column(name, DOC) for name in ('title', 'description', 'domains', 'levels', 'vocabularies', 'reviewed')),
    sa.column('published_at', TIME),
    sa.column('members', DOC),
    sa.column('source', sa.String()),
)
COMPETENCY = sa.table(
    'competency',
    sa.column('id', sa.Uuid()),
    sa.column('slug', sa.String()),
    sa.column('code', sa.String()),
    sa.column('framework_id', sa.Uuid()),
    sa.column('domain', sa.String()),
    sa.column('taken_out_at', TIME),
    sa.column('derived_from', sa.String()),
)
TEXT = sa.table(
    'competency_version',
    sa.column('competency_id', sa.Uuid()),
    sa.column('number', sa.Integer()),
    sa.column('published_at', TIME),
)


def _rows(query):
    return [dict(row) for row in op.get_bind().execute(query).mappings()]


def _until(published_at, next_at):
    """Give the moment from which on texts belong to the next version."""
    return next_at - TOGETHER if next_at - published_at > TOGETHER else next_at


def _members(version, later, competencies, order):
    """Give what stood in a version: what was in force when the next one came, or is now."""
    places = {one['id']: place for place, one in enumerate(version['domains'])}
    until = later and _until(version['published_at'], later['published_at'])
    found = []
    for one in competencies:
        texts = [each for each in one['texts'] if until is None or each['published_at'] < until]
        if texts and one['domain'] in places and (later is not None or one['taken_out_at'] is None):
            found.append((one, texts[-1]['number']))
    found.sort(key=lambda each: (places[each[0]['domain']], order.get(each[0]['slug'], len(order))))
    return [
        {
            'competency': one['slug'],
            'version': number,
            'code': one['code'],
            'domain': one['domain'],
            'order': place,
        }
        for place, (one, number) in enumerate(found)
    ]


def _said(members):
    return {(one['competency'], one['version'], one['code'], one['domain']) for one in members}


def _with_floor(framework, newest, competencies, versions_by_slug):
    """Give what a derived framework carries along, with the floor of what it was derived from."""
    numbers = versions_by_slug.get(framework['derived_from'], {})
    origin = numbers.get(framework['derived_number'])
    said = (origin or {}).get('vocabularies', {}).get('subsidiarity')
    if not said or 'subsidiarity' in newest['vocabularies']:
        return newest['vocabularies']
    own = {one['derived_from']: one['slug'] for one in competencies if one['derived_from']}
    there = [one for one in said.get('protected', ()) if one['competency'] in own]
    protected = [{**one, 'competency': own[one['competency']]} for one in there]
    return {**newest['vocabularies'], 'subsidiarity': {**said, 'protected': protected}}


def _pin(versions, competencies):
    for version, later in zip(versions, [*versions[1:], None], strict=True):
        if version['members'] is None:
            version['members'] = _members(version, later, competencies, {})
            changed = sa.update(VERSION).where(VERSION.c.id == version['id'])
            op.execute(changed.values(members=version['members']))


def _catch_up(framework, versions, competencies, versions_by_slug):
    """Add a version where something was published beside the newest one, so that what reads now is a version."""
    newest = versions[-1]
    order = {one['competency']: one['order'] for one in newest['members']}
    members = _members(newest, None, competencies, order)
    vocabularies = _with_floor(framework, newest, competencies, versions_by_slug)
    if _said(members) == _said(newest['members']) and vocabularies == newest['vocabularies']:
        return
    times = [newest['published_at'], *(one['texts'][-1]['published_at'] for one in competencies if one['texts'])]
    made = {
        **newest,
        'id': foundation.columns.uuid7(),
        'number': newest['number'] + 1,
        'vocabularies': vocabularies,
        'published_at': max(times),
        'members': members,
    }
    op.execute(sa.insert(VERSION).values(**made))


def _state_members():
    texts, competencies, versions = {}, {}, {}
    for one in _rows(sa.select(TEXT).order_by(TEXT.c.number)):
        texts.setdefault(one['competency_id'], []).append(one)
    for one in _rows(sa.select(COMPETENCY).order_by(COMPETENCY.c.code, COMPETENCY.c.slug)):
        competencies.setdefault(one['framework_id'], []).append({**one, 'texts': texts.get(one['id'], [])})
    for one in _rows(sa.select(VERSION).order_by(VERSION.c.number)):
        versions.setdefault(one['framework_id'], []).append(one)
    frameworks = [one for one in _rows(sa.select(FRAMEWORK)) if one['id'] in versions]
    by_slug = {one['slug']: {each['number']: each for each in versions[one['id']]} for one in frameworks}
    for one in frameworks:
        _pin(versions[one['id']], competencies.get(one['id'], []))
        _catch_up(one, versions[one['id']], competencies.get(one['id'], []), by_slug)


def upgrade():
    _state_members()
    with op.batch_alter_table('framework_version') as batch:
        batch.alter_column('members', existing_type=DOC, nullable=False)
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    if not is_sqlite:
        op.execute(FUNCTION)
    for table, columns in FINAL.items():
        for trigger in SQLITE if is_sqlite else POSTGRESQL:
            op.execute(trigger.format(table=table, columns=columns))


def downgrade():
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    for table in FINAL:
        for name in ('is_final', 'stays'):
            op.execute(f'DROP TRIGGER {table}_{name}' + ('' if is_sqlite else f' ON {table}'))
    if not is_sqlite:
        op.execute('DROP FUNCTION published_is_final()')
    with op.batch_alter_table('framework_version') as batch:
        batch.alter_column('members', existing_type=DOC, nullable=True)
