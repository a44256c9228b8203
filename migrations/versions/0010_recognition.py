"""Recognitions that peers give, with thanks; links that name somebody without an account for a role."""

import sqlalchemy as sa
from alembic import op
import foundation.columns

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

_MOMENT = foundation.columns.UTCDateTime()


def upgrade():
    # A new nullable column and new tables: nothing is made anew, no row is touched.
    op.add_column('award', sa.Column('provenance', sa.String(length=10), nullable=True))
    op.create_table(
        'thanks_badge',
        sa.Column('thanks_id', sa.Uuid(), nullable=False),
        sa.Column('award_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ['thanks_id'], ['thanks.id'], name=op.f('fk_thanks_badge_thanks_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['award_id'], ['award.id'], name=op.f('fk_thanks_badge_award_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('thanks_id', name=op.f('pk_thanks_badge')),
        sa.UniqueConstraint('award_id', name=op.f('uq_thanks_badge_award_id')),
    )
    op.create_table(
        'nomination_invitation',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('token_digest', sa.LargeBinary(length=32), nullable=False),
        sa.Column('nominator_id', sa.Uuid(), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=False),
        sa.Column('role_id', sa.Uuid(), nullable=False),
        sa.Column('citation', sa.Text(), nullable=False),
        sa.Column('made_at', _MOMENT, nullable=False),
        sa.Column('lapses_at', _MOMENT, nullable=False),
        sa.Column('used_at', _MOMENT, nullable=True),
        sa.Column('withdrawn_at', _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ['nominator_id'],
            ['person.id'],
            name=op.f('fk_nomination_invitation_nominator_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['group_id'], ['issuer.id'], name=op.f('fk_nomination_invitation_group_id')
        ),
        sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_nomination_invitation_role_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_nomination_invitation')),
        sa.UniqueConstraint('token_digest', name=op.f('uq_nomination_invitation_token_digest')),
    )
    for column in ('nominator_id', 'lapses_at'):
        op.create_index(op.f(f'ix_nomination_invitation_{column}'), 'nomination_invitation', [column])


def downgrade():
    op.drop_table('nomination_invitation')
    op.drop_table('thanks_badge')
    op.drop_column('award', 'provenance')
