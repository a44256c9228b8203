"""Drafts of frameworks, lineage, and which competencies stand in which version."""

import sqlalchemy as sa
from alembic import op
import foundation.columns

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    # Old tables only get new nullable columns: no table is made anew, no row is touched.
    op.add_column('framework', sa.Column('derived_from', sa.String(length=80), nullable=True))
    op.add_column('framework', sa.Column('derived_number', sa.Integer(), nullable=True))
    op.create_index(op.f('ix_framework_derived_from'), 'framework', ['derived_from'])
    op.add_column('framework_version', sa.Column('members', foundation.columns.JsonDoc(), nullable=True))
    op.add_column('framework_version', sa.Column('source', sa.String(length=8), nullable=True))
    op.add_column('competency', sa.Column('taken_out_at', foundation.columns.UTCDateTime(), nullable=True))
    op.add_column('competency', sa.Column('derived_from', sa.String(length=80), nullable=True))
    op.add_column('competency', sa.Column('derived_number', sa.Integer(), nullable=True))
    op.create_table(
        'framework_draft',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('slug', sa.String(length=80), nullable=False),
        sa.Column('owner_id', sa.Uuid(), nullable=False),
        sa.Column('framework_id', sa.Uuid(), nullable=True),
        sa.Column('source', sa.String(length=8), nullable=False),
        sa.Column('tree', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('states', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('sources', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('base', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('published_revision', sa.Integer(), nullable=True),
        sa.Column('derived_from', sa.String(length=80), nullable=True),
        sa.Column('derived_number', sa.Integer(), nullable=True),
        sa.Column('edited_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.Column('edited_by', sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(['owner_id'], ['issuer.id'], name=op.f('fk_framework_draft_owner_id')),
        sa.ForeignKeyConstraint(
            ['framework_id'], ['framework.id'], name=op.f('fk_framework_draft_framework_id')
        ),
        sa.ForeignKeyConstraint(
            ['edited_by'], ['person.id'], name=op.f('fk_framework_draft_edited_by'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_framework_draft')),
        sa.UniqueConstraint('slug', name=op.f('uq_framework_draft_slug')),
        sa.UniqueConstraint('framework_id', name=op.f('uq_framework_draft_framework_id')),
    )
    op.create_index(op.f('ix_framework_draft_owner_id'), 'framework_draft', ['owner_id'])
    op.create_index(op.f('ix_framework_draft_edited_by'), 'framework_draft', ['edited_by'])
    op.create_table(
        'framework_draft_change',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('draft_id', sa.Uuid(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('changes', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('changed_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.Column('changed_by', sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ['draft_id'],
            ['framework_draft.id'],
            name=op.f('fk_framework_draft_change_draft_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['changed_by'],
            ['person.id'],
            name=op.f('fk_framework_draft_change_changed_by'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_framework_draft_change')),
        sa.UniqueConstraint('draft_id', 'revision', name=op.f('uq_framework_draft_change_draft_id')),
    )
    op.create_index(op.f('ix_framework_draft_change_changed_by'), 'framework_draft_change', ['changed_by'])


def downgrade():
    op.drop_table('framework_draft_change')
    op.drop_table('framework_draft')
    op.drop_column('competency', 'derived_number')
    op.drop_column('competency', 'derived_from')
    op.drop_column('competency', 'taken_out_at')
    op.drop_column('framework_version', 'source')
    op.drop_column('framework_version', 'members')
    op.drop_index(op.f('ix_framework_derived_from'), table_name='framework')
    op.drop_column('framework', 'derived_number')
    op.drop_column('framework', 'derived_from')
