"""Frameworks of others, as they were imported."""

import sqlalchemy as sa
from alembic import op
import foundation.columns

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'reference_framework',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('identifier', sa.Uuid(), nullable=False),
        sa.Column('owner_id', sa.Uuid(), nullable=False),
        sa.Column('load_id', sa.Uuid(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('creator', sa.Text(), nullable=False),
        sa.Column('language', sa.String(length=35), nullable=False),
        sa.Column('edition', sa.String(length=60), nullable=False),
        sa.Column('case_version', sa.String(length=8), nullable=False),
        sa.Column('source_url', sa.String(length=500), nullable=True),
        sa.Column('document', sa.Text(), nullable=False),
        sa.Column('frame', sa.Text(), nullable=False),
        sa.Column('item_count', sa.Integer(), nullable=False),
        sa.Column('imported_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['owner_id'], ['issuer.id'], name=op.f('fk_reference_framework_owner_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reference_framework')),
        sa.UniqueConstraint('identifier', name=op.f('uq_reference_framework_identifier')),
    )
    op.create_index(op.f('ix_reference_framework_owner_id'), 'reference_framework', ['owner_id'])
    op.create_table(
        'reference_item',
        sa.Column('load_id', sa.Uuid(), nullable=False),
        sa.Column('identifier', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('parent', sa.Uuid(), nullable=True),
        sa.Column('rank', sa.Integer(), nullable=False),
        sa.Column('child_count', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=120), nullable=False),
        sa.Column('title', sa.String(length=300), nullable=False),
        sa.Column('statement', sa.Text(), nullable=False),
        sa.Column('kind', sa.String(length=120), nullable=False),
        sa.Column('language', sa.String(length=35), nullable=False),
        sa.Column('sought', sa.Text(), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('load_id', 'identifier', name=op.f('pk_reference_item')),
    )
    op.create_index(op.f('ix_reference_item_identifier'), 'reference_item', ['identifier'])
    op.create_index('ix_reference_item_place', 'reference_item', ['load_id', 'parent', 'rank'])
    op.create_table(
        'reference_association',
        sa.Column('load_id', sa.Uuid(), nullable=False),
        sa.Column('identifier', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=120), nullable=False),
        sa.Column('origin', sa.String(length=300), nullable=False),
        sa.Column('destination', sa.String(length=300), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('load_id', 'identifier', name=op.f('pk_reference_association')),
    )
    for column in ('identifier', 'origin', 'destination'):
        op.create_index(op.f(f'ix_reference_association_{column}'), 'reference_association', [column])
    op.create_table(
        'reference_part',
        sa.Column('load_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('identifier', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('load_id', 'kind', 'identifier', name=op.f('pk_reference_part')),
    )
    op.create_index(op.f('ix_reference_part_identifier'), 'reference_part', ['identifier'])
    op.create_table(
        'reference_load',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('identifier', sa.Uuid(), nullable=True),
        sa.Column('source_url', sa.String(length=500), nullable=True),
        sa.Column('summary', sa.Text(), nullable=False),
        sa.Column('body', sa.LargeBinary(), nullable=True),
        sa.Column('done', sa.Integer(), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=60), nullable=True),
        sa.Column('made_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.Column('changed_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['group_id'], ['issuer.id'], name=op.f('fk_reference_load_group_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reference_load')),
    )
    op.create_index(op.f('ix_reference_load_group_id'), 'reference_load', ['group_id'])
    op.create_index(op.f('ix_reference_load_state'), 'reference_load', ['state'])


def downgrade():
    for table in ('load', 'part', 'association', 'item', 'framework'):
        op.drop_table(f'reference_{table}')
