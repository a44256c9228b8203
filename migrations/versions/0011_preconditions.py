"""An identifier of a framework from elsewhere is unique among what one group brought in, not everywhere."""

from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('reference_framework') as batch:
        batch.drop_constraint('uq_reference_framework_identifier', type_='unique')
        batch.create_unique_constraint('uq_reference_framework_owner_id', ['owner_id', 'identifier'])
        batch.create_index('ix_reference_framework_identifier', ['identifier'])


def downgrade():
    op.execute(
        'DELETE FROM reference_framework WHERE EXISTS (SELECT 1 FROM reference_framework AS first '
        'WHERE first.identifier = reference_framework.identifier AND first.id < reference_framework.id)'
    )
    with op.batch_alter_table('reference_framework') as batch:
        batch.drop_index('ix_reference_framework_identifier')
        batch.drop_constraint('uq_reference_framework_owner_id', type_='unique')
        batch.create_unique_constraint('uq_reference_framework_identifier', ['identifier'])
