"""Rows of this room. The signed bytes are not here: they are in `issuers`, never rebuilt from these rows."""

from badges.models.achievements import Achievement, AchievementKind, AchievementVersion, Picture
from badges.models.awards import (
    Award,
    AwardRun,
    AwardRunRow,
    AwardState,
    Credential,
    Provenance,
    RecipientKind,
    RevocationProposal,
    RowState,
    RunState,
)
from badges.models.claims import (
    AssessmentDecision,
    Claim,
    ClaimState,
    DecisionOutcome,
    EvidenceFile,
    EvidenceForm,
    EvidenceItem,
    EvidenceOpening,
    Visibility,
)
from badges.models.endorsements import Endorsement, EndorsementState, NameChoice, WithdrawalReason
from badges.models.reports import Report, ReportKind, ReportState
from badges.models.sharing import Collection, CollectionItem, ShareLink

__all__ = [
    "Achievement",
    "AchievementKind",
    "AchievementVersion",
    "AssessmentDecision",
    "Award",
    "AwardRun",
    "AwardRunRow",
    "AwardState",
    "Claim",
    "ClaimState",
    "Collection",
    "CollectionItem",
    "Credential",
    "DecisionOutcome",
    "Endorsement",
    "EndorsementState",
    "EvidenceFile",
    "EvidenceForm",
    "EvidenceItem",
    "EvidenceOpening",
    "NameChoice",
    "Picture",
    "Provenance",
    "RecipientKind",
    "Report",
    "ReportKind",
    "ReportState",
    "RevocationProposal",
    "RowState",
    "RunState",
    "ShareLink",
    "Visibility",
    "WithdrawalReason",
]
