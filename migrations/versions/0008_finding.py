"""Openness to be found, nominations, thanks, signals."""

import sqlalchemy as sa
from alembic import op
import foundation.columns

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'openness',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=True),
        sa.Column('role_id', sa.Uuid(), nullable=True),
        sa.Column('since', foundation.columns.UTCDateTime(), nullable=False),
        sa.Column('until', foundation.columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['group_id'], ['issuer.id'], name=op.f('fk_openness_group_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_openness_person_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_openness_role_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_openness')),
    )
    op.create_index(op.f('ix_openness_group_id'), 'openness', ['group_id'])
    op.create_index(op.f('ix_openness_person_id'), 'openness', ['person_id'])
    op.create_table(
        'dismissed_suggestion',
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('role_id', sa.Uuid(), nullable=False),
        sa.Column('since', foundation.columns.UTCDateTime(), nullable=False),
        sa.Column('until', foundation.columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_dismissed_suggestion_person_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_dismissed_suggestion_role_id')),
        sa.PrimaryKeyConstraint('person_id', 'role_id', name=op.f('pk_dismissed_suggestion')),
    )
    op.create_table(
        'peer_wishes',
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('may_be_thanked', sa.Boolean(), nullable=False),
        sa.Column('may_be_nominated', sa.Boolean(), nullable=False),
        sa.Column('changed_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_peer_wishes_person_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('person_id', name=op.f('pk_peer_wishes')),
    )
    op.create_table(
        'thanks',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('giver_id', sa.Uuid(), nullable=False),
        sa.Column('receiver_id', sa.Uuid(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=True),
        sa.Column('competency_id', sa.Uuid(), nullable=True),
        sa.Column('visibility', sa.String(length=10), nullable=False),
        sa.Column('given_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_thanks_competency_id')),
        sa.ForeignKeyConstraint(['giver_id'], ['person.id'], name=op.f('fk_thanks_giver_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['group_id'], ['issuer.id'], name=op.f('fk_thanks_group_id')),
        sa.ForeignKeyConstraint(['receiver_id'], ['person.id'], name=op.f('fk_thanks_receiver_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_thanks')),
    )
    op.create_index('ix_thanks_given', 'thanks', ['giver_id', 'given_at'])
    op.create_index('ix_thanks_received', 'thanks', ['receiver_id', 'given_at'])
    op.create_table(
        'nomination',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nominee_id', sa.Uuid(), nullable=False),
        sa.Column('nominator_id', sa.Uuid(), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=False),
        sa.Column('role_id', sa.Uuid(), nullable=False),
        sa.Column('citation', sa.Text(), nullable=False),
        sa.Column('thanks', foundation.columns.JsonDoc(), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('made_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.Column('lapses_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.Column('decided_at', foundation.columns.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['group_id'], ['issuer.id'], name=op.f('fk_nomination_group_id')),
        sa.ForeignKeyConstraint(['nominator_id'], ['person.id'], name=op.f('fk_nomination_nominator_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['nominee_id'], ['person.id'], name=op.f('fk_nomination_nominee_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_nomination_role_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_nomination')),
    )
    op.create_index(op.f('ix_nomination_nominator_id'), 'nomination', ['nominator_id'])
    op.create_index(op.f('ix_nomination_nominee_id'), 'nomination', ['nominee_id'])
    op.create_index('ix_nomination_of_group', 'nomination', ['group_id', 'state', 'decided_at'])
    op.create_index('ix_nomination_waiting', 'nomination', ['state', 'lapses_at'])
    op.create_table(
        'signal_consent',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('wiki', sa.String(length=100), nullable=False),
        sa.Column('since', foundation.columns.UTCDateTime(), nullable=False),
        sa.Column('due_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.Column('asked_at', foundation.columns.UTCDateTime(), nullable=True),
        sa.Column('outcome', sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_signal_consent_person_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_signal_consent')),
        sa.UniqueConstraint('person_id', 'wiki', name=op.f('uq_signal_consent_person_id')),
    )
    op.create_index(op.f('ix_signal_consent_due_at'), 'signal_consent', ['due_at'])
    op.create_index(op.f('ix_signal_consent_person_id'), 'signal_consent', ['person_id'])
    op.create_table(
        'engagement_signal',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('period', sa.String(length=7), nullable=False),
        sa.Column('value', sa.String(length=80), nullable=False),
        sa.Column('source', sa.String(length=100), nullable=False),
        sa.Column('fetched_at', foundation.columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_engagement_signal_person_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_engagement_signal')),
        sa.UniqueConstraint('person_id', 'source', 'kind', 'period', name=op.f('uq_engagement_signal_person_id')),
    )
    op.create_index(op.f('ix_engagement_signal_fetched_at'), 'engagement_signal', ['fetched_at'])
    op.create_index(op.f('ix_engagement_signal_person_id'), 'engagement_signal', ['person_id'])


def downgrade():
    op.drop_index(op.f('ix_engagement_signal_fetched_at'), table_name='engagement_signal')
    op.drop_index(op.f('ix_engagement_signal_person_id'), table_name='engagement_signal')
    op.drop_table('engagement_signal')
    op.drop_index(op.f('ix_signal_consent_due_at'), table_name='signal_consent')
    op.drop_index(op.f('ix_signal_consent_person_id'), table_name='signal_consent')
    op.drop_table('signal_consent')
    op.drop_index(op.f('ix_nomination_nominator_id'), table_name='nomination')
    op.drop_index(op.f('ix_nomination_nominee_id'), table_name='nomination')
    op.drop_index('ix_nomination_of_group', table_name='nomination')
    op.drop_index('ix_nomination_waiting', table_name='nomination')
    op.drop_table('nomination')
    op.drop_index('ix_thanks_given', table_name='thanks')
    op.drop_index('ix_thanks_received', table_name='thanks')
    op.drop_table('thanks')
    op.drop_table('peer_wishes')
    op.drop_table('dismissed_suggestion')
    op.drop_index(op.f('ix_openness_group_id'), table_name='openness')
    op.drop_index(op.f('ix_openness_person_id'), table_name='openness')
    op.drop_table('openness')
