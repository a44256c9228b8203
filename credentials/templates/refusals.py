"""What a template cannot do: then the full algorithm signs, or says why it cannot either."""

from credentials.errors import CredentialError


class TemplateRefusedError(CredentialError):
    """No template can be made of the document; `reason` says why."""

    code = "template_refused"

    def __init__(self, reason: str, **facts: object) -> None:
        """Remember the reason."""
        super().__init__("", reason=reason, **facts)


class RowRefusedError(CredentialError):
    """The values of one row do not fit the template; `reason` says why."""

    code = "row_refused"

    def __init__(self, reason: str, **facts: object) -> None:
        """Remember the reason."""
        super().__init__("", reason=reason, **facts)
