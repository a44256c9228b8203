"""Documents that differ in some texts only: what they share is canonicalised once, what differs is filled in.

A `Template` is compiled from one document and the places that differ. Its digests are those of the full
algorithm; what it cannot promise that for, it refuses. `recurring` finds such documents by itself.
"""

from credentials.templates.refusals import RowRefusedError, TemplateRefusedError
from credentials.templates.template import Template

__all__ = ["RowRefusedError", "Template", "TemplateRefusedError"]
