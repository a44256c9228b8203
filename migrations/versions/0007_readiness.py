"""Snapshots of readiness, leadership plans."""

import sqlalchemy as sa
from alembic import op
import foundation.columns

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('attainment', sa.Column('held_at', foundation.columns.UTCDateTime(), nullable=True))
    _hold_what_is_on_hold()
    op.create_table(
        'readiness_snapshot',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('role_id', sa.Uuid(), nullable=False),
        sa.Column('role_number', sa.Integer(), nullable=False),
        sa.Column('role_title', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('frameworks', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('held', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('own_levels', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('result', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('taken_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_readiness_snapshot_person_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_readiness_snapshot_role_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_readiness_snapshot')),
    )
    op.create_index(op.f('ix_readiness_snapshot_person_id'), 'readiness_snapshot', ['person_id'])
    op.create_index(op.f('ix_readiness_snapshot_role_id'), 'readiness_snapshot', ['role_id'])
    op.create_table(
        'role_holding',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=False),
        sa.Column('role_id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('since', sa.Date(), nullable=False),
        sa.Column('until', sa.Date(), nullable=True),
        sa.Column('offered_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.Column('accepted_at', foundation.columns.UTCDateTime(), nullable=True),
        sa.Column('ended_at', foundation.columns.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['group_id'], ['issuer.id'], name=op.f('fk_role_holding_group_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_role_holding_person_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_role_holding_role_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_role_holding')),
    )
    for column in ('group_id', 'person_id', 'role_id'):
        op.create_index(op.f(f'ix_role_holding_{column}'), 'role_holding', [column])
    op.create_table(
        'plan_line',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=False),
        sa.Column('role_id', sa.Uuid(), nullable=False),
        sa.Column('action', sa.Text(), nullable=False),
        sa.Column('owner', sa.String(length=120), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=True),
        sa.Column('done_at', foundation.columns.UTCDateTime(), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('made_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['group_id'], ['issuer.id'], name=op.f('fk_plan_line_group_id')),
        sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_plan_line_role_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_line')),
    )
    for column in ('group_id', 'role_id'):
        op.create_index(op.f(f'ix_plan_line_{column}'), 'plan_line', [column])


def _hold_what_is_on_hold():
    # What is under review now does not count from now on; the source of an attainment is the credential's urn.
    credential = sa.table('credential', sa.column('id', sa.Uuid()), sa.column('held_at', foundation.columns.UTCDateTime()))
    attainment = sa.table('attainment', sa.column('source', sa.String()), sa.column('held_at', foundation.columns.UTCDateTime()))
    held = op.get_bind().execute(sa.select(credential).where(credential.c.held_at.is_not(None))).all()
    for id_, held_at in held:
        op.execute(sa.update(attainment).where(attainment.c.source == f'urn:uuid:{id_}').values(held_at=held_at))


def downgrade():
    op.drop_table('plan_line')
    op.drop_table('role_holding')
    op.drop_table('readiness_snapshot')
    op.drop_column('attainment', 'held_at')
