"""Reasons, adapted roles, context of groups, delegation."""

import sqlalchemy as sa
from alembic import op
import foundation.columns

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    # Old tables only get nullable columns, or one with a default: none is made anew, no version is touched.
    op.add_column('role', sa.Column('is_reference', sa.Boolean(), server_default=sa.false(), nullable=False))
    for name in ('base', 'operations', 'adoption'):
        op.add_column('role_version', sa.Column(name, foundation.columns.JsonDoc(), nullable=True))
    _adaptations()
    _own_roles()
    op.create_table('delegation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=False),
    sa.Column('scope', sa.String(length=20), nullable=False),
    sa.Column('since', foundation.columns.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['issuer.id'], name=op.f('fk_delegation_group_id')),
    sa.ForeignKeyConstraint(['hub_id'], ['issuer.id'], name=op.f('fk_delegation_hub_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation')),
    sa.UniqueConstraint('group_id', 'hub_id', name=op.f('uq_delegation_group_id'))
    )
    op.create_index(op.f('ix_delegation_hub_id'), 'delegation', ['hub_id'])


def _adaptations():
    op.create_table('role_adaptation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('role_id', sa.Uuid(), nullable=True),
    sa.Column('base_role_id', sa.Uuid(), nullable=False),
    sa.Column('base_number', sa.Integer(), nullable=False),
    sa.Column('operations', foundation.columns.JsonDoc(), nullable=False),
    sa.Column('draft', foundation.columns.JsonDoc(), nullable=False),
    sa.Column('context', foundation.columns.JsonDoc(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('adopted_by', sa.String(length=20), nullable=True),
    sa.Column('adopted_on', sa.Date(), nullable=True),
    sa.Column('review_due', sa.Date(), nullable=True),
    sa.Column('ignored_number', sa.Integer(), nullable=True),
    sa.Column('begun_at', foundation.columns.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['issuer.id'], name=op.f('fk_role_adaptation_group_id')),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_role_adaptation_role_id')),
    sa.ForeignKeyConstraint(['base_role_id'], ['role.id'], name=op.f('fk_role_adaptation_base_role_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_adaptation')),
    sa.UniqueConstraint('role_id', name=op.f('uq_role_adaptation_role_id'))
    )
    for column in ('group_id', 'base_role_id', 'state', 'review_due'):
        op.create_index(op.f(f'ix_role_adaptation_{column}'), 'role_adaptation', [column])


def _own_roles():
    op.create_table('context_profile',
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('connectivity', sa.String(length=20), nullable=False),
    sa.Column('languages', sa.String(length=200), nullable=False),
    sa.Column('constraints', sa.Text(), nullable=False),
    sa.Column('changed_at', foundation.columns.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['issuer.id'], name=op.f('fk_context_profile_group_id')),
    sa.PrimaryKeyConstraint('group_id', name=op.f('pk_context_profile'))
    )
    op.create_table('role_modelling',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('role_id', sa.Uuid(), nullable=True),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('texts', foundation.columns.JsonDoc(), nullable=False),
    sa.Column('requirements', foundation.columns.JsonDoc(), nullable=False),
    sa.Column('adopted_by', sa.String(length=20), nullable=True),
    sa.Column('adopted_on', sa.Date(), nullable=True),
    sa.Column('review_due', sa.Date(), nullable=True),
    sa.Column('begun_at', foundation.columns.UTCDateTime(), nullable=False),
    sa.Column('changed_at', foundation.columns.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['issuer.id'], name=op.f('fk_role_modelling_group_id')),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_role_modelling_role_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_modelling')),
    sa.UniqueConstraint('role_id', name=op.f('uq_role_modelling_role_id'))
    )
    for column in ('group_id', 'review_due'):
        op.create_index(op.f(f'ix_role_modelling_{column}'), 'role_modelling', [column])


def downgrade():
    for table in ('delegation', 'role_modelling', 'context_profile', 'role_adaptation'):
        op.drop_table(table)
    for name in ('adoption', 'operations', 'base'):
        op.drop_column('role_version', name)
    op.drop_column('role', 'is_reference')
