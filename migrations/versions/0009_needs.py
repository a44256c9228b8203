"""Stances, ratings of groups, snapshots of needs and assets, initiatives."""

import sqlalchemy as sa
from alembic import op
import foundation.columns

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

_MOMENT = foundation.columns.UTCDateTime()
_JSON = foundation.columns.JsonDoc()


def _person(table):
    return sa.ForeignKeyConstraint(
        ['person_id'], ['person.id'], name=op.f(f'fk_{table}_person_id'), ondelete='CASCADE'
    )


def _tied(table, column, other):
    return sa.ForeignKeyConstraint([column], [f'{other}.id'], name=op.f(f'fk_{table}_{column}'))


def upgrade():
    _of_people()
    _of_groups()
    op.create_table(
        'need_snapshot',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('period', sa.String(length=7), nullable=False),
        sa.Column('method', sa.Integer(), nullable=False),
        sa.Column('made_up', sa.Boolean(), nullable=False),
        sa.Column('published', _JSON, nullable=False),
        sa.Column('last', _JSON, nullable=False),
        sa.Column('taken_at', _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_need_snapshot')),
        sa.UniqueConstraint('period', name=op.f('uq_need_snapshot_period')),
    )


def _of_people():
    op.create_table(
        'skill_stance',
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('competency_id', sa.Uuid(), nullable=False),
        sa.Column('known', sa.Boolean(), nullable=False),
        sa.Column('offered', sa.Boolean(), nullable=False),
        sa.Column('wanted', sa.Boolean(), nullable=False),
        sa.Column('level', sa.Integer(), nullable=True),
        sa.Column('changed_at', _MOMENT, nullable=False),
        _person('skill_stance'),
        _tied('skill_stance', 'competency_id', 'competency'),
        sa.PrimaryKeyConstraint('person_id', 'competency_id', name=op.f('pk_skill_stance')),
    )
    op.create_index(op.f('ix_skill_stance_competency_id'), 'skill_stance', ['competency_id'])
    op.create_table(
        'needs_profile',
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('region', sa.String(length=40), nullable=True),
        sa.Column('counted', sa.Boolean(), nullable=False),
        sa.Column('visits_counted', sa.Boolean(), nullable=False),
        sa.Column('changed_at', _MOMENT, nullable=False),
        _person('needs_profile'),
        sa.PrimaryKeyConstraint('person_id', name=op.f('pk_needs_profile')),
    )
    op.create_table(
        'spoken_language',
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('language', sa.String(length=5), nullable=False),
        _person('spoken_language'),
        sa.PrimaryKeyConstraint('person_id', 'language', name=op.f('pk_spoken_language')),
    )
    op.create_table(
        'visit_week',
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('week', sa.Date(), nullable=False),
        _person('visit_week'),
        sa.PrimaryKeyConstraint('person_id', 'week', name=op.f('pk_visit_week')),
    )


def _of_groups():
    op.create_table(
        'group_rating',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=False),
        sa.Column('competency_id', sa.Uuid(), nullable=False),
        sa.Column('level', sa.Integer(), nullable=False),
        sa.Column('robustness', sa.Integer(), nullable=False),
        sa.Column('rated_at', _MOMENT, nullable=False),
        sa.Column('expires_at', _MOMENT, nullable=False),
        _tied('group_rating', 'group_id', 'issuer'),
        _tied('group_rating', 'competency_id', 'competency'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_group_rating')),
    )
    op.create_index('ix_group_rating_of_group', 'group_rating', ['group_id', 'rated_at'])
    op.create_table(
        'initiative',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=False),
        sa.Column('competency_id', sa.Uuid(), nullable=False),
        sa.Column('period', sa.String(length=7), nullable=True),
        sa.Column('need', sa.Text(), nullable=False),
        sa.Column('action', sa.Text(), nullable=False),
        sa.Column('result', sa.Text(), nullable=False),
        sa.Column('language', sa.String(length=5), nullable=False),
        sa.Column('started_on', sa.Date(), nullable=False),
        sa.Column('ended_on', sa.Date(), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('changed_at', _MOMENT, nullable=False),
        _tied('initiative', 'group_id', 'issuer'),
        _tied('initiative', 'competency_id', 'competency'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative')),
    )
    op.create_index(op.f('ix_initiative_competency_id'), 'initiative', ['competency_id'])
    op.create_index('ix_initiative_of_group', 'initiative', ['group_id', 'started_on'])


def downgrade():
    for name in (
        'initiative',
        'group_rating',
        'visit_week',
        'spoken_language',
        'needs_profile',
        'skill_stance',
        'need_snapshot',
    ):
        op.drop_table(name)
