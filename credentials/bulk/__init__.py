"""Many credentials of one kind: what they share is canonicalised once, what differs is filled in.

A `Template` is compiled from one document and the places where recipients differ. What it signs has the same
bytes as `proofs.data_integrity.sign` gives; what it cannot promise that for, it refuses.
"""

from credentials.bulk.batch import Batch
from credentials.bulk.batches import issue_many, issue_rows
from credentials.templates import Template

__all__ = ["Batch", "Template", "issue_many", "issue_rows"]
