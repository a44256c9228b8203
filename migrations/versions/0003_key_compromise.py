"""Keys that were lost, and when what they signed was signed."""

import sqlalchemy as sa
from alembic import op
import foundation.columns

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    # Only new nullable columns and indexes: no table is made anew, no row is touched.
    op.add_column('signing_key', sa.Column('compromised_at', foundation.columns.UTCDateTime(), nullable=True))
    op.add_column('dropped_document', sa.Column('signed_at', foundation.columns.UTCDateTime(), nullable=True))
    op.create_index(op.f('ix_signed_document_digest'), 'signed_document', ['digest'])
    op.create_index(op.f('ix_dropped_document_digest'), 'dropped_document', ['digest'])


def downgrade():
    op.drop_index(op.f('ix_dropped_document_digest'), table_name='dropped_document')
    op.drop_index(op.f('ix_signed_document_digest'), table_name='signed_document')
    op.drop_column('dropped_document', 'signed_at')
    op.drop_column('signing_key', 'compromised_at')
