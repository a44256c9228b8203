"""Commands about signing keys: seeing them, and saying that one was lost."""

from datetime import UTC, datetime
from uuid import UUID

import click
from flask import Flask

from credentials.resolve import method_id
from foundation.errors import InvalidError, NotFoundError
from foundation.policy import SYSTEM
from issuers import queries as issuers
from issuers.services import compromising


@click.command("keys")
@click.argument("group")
def keys(group: str) -> None:
    """List the signing keys that GROUP (its slug) ever had, oldest first."""
    issuer = issuers.group_by_slug(group)
    if issuer is None:
        raise click.ClickException(f"there is no group {group}")
    for row in issuers.keys_of(issuer.iri):
        since = "" if row.compromised_at is None else f" since {row.compromised_at.isoformat()}"
        click.echo(f"{row.id} {row.kind} {row.state}{since} {method_id(issuer.iri, issuers.public_key(row))}")


@click.command("key-compromised")
@click.argument("key_id", type=click.UUID)
@click.option(
    "--since", required=True, type=click.DateTime(), help="When it may first have been lost, in UTC."
)
def key_compromised(key_id: UUID, since: datetime) -> None:
    """Stop relying on the key KEY_ID, and give its issuer a new one.

    Badges recorded here before --since stay genuine, with a warning; anything else by that key is refused.
    """
    try:
        new = compromising.compromise(SYSTEM, key_id, since=since.replace(tzinfo=UTC))
    except NotFoundError as error:
        raise click.ClickException(f"there is no key {key_id}") from error
    except InvalidError as error:
        raise click.ClickException("that time is still to come") from error
    click.echo(f"{key_id} is compromised; " + (f"new key: {new}" if new else "there is no new key"))


def init_commands(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(keys)
    app.cli.add_command(key_compromised)
