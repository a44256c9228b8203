"""What the extensible classes have in common (OB 3.0, Extending the data model)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Extensible:
    """A class that may say more than the standard (OB 3.0, Extending the data model).

    `further_types` follow the class's own name in `type`. `extra` holds JSON-ready members by their JSON
    names; a name that the class has already cannot be given again. Each of these words must be defined by a
    context of the credential (`contexts` there), or nothing can be signed.
    """

    further_types: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)
