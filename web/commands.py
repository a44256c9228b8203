"""Commands for whoever runs the service: `flask --app wsgi COMMAND`."""

from pathlib import Path

import click
from flask import Flask, current_app

from accounts import queries as people
from accounts.services import joining, rechecking, safety
from competencies.services import referencing, role_reviews
from credentials import strict_json
from credentials.errors import UnreadableError
from foundation import jobs
from foundation.addresses import settings
from foundation.errors import InvalidError
from foundation.policy import SYSTEM
from issuers import queries as issuers
from issuers.services import registering
from mentoring.services import letting_in, tending
from pathways.services.loading import load_content
from web import key_commands, monthly, policy_page, server
from web.demo import carried, movement

STARTER = Path(__file__).parent.parent / "pathways" / "starter" / "content.json"
MOST_FILE_BYTES = 16 * 1024 * 1024  # a hundred times the starter content
PERIODIC = {"badges.tend": 3600, rechecking.RECHECK: rechecking.EVERY_SECONDS, "letter.digests": 3600}
PERIODIC |= {referencing.TEND: 3600, role_reviews.TEND: role_reviews.EVERY_SECONDS}
PERIODIC |= {letting_in.ASK: letting_in.EVERY_SECONDS, tending.TEND: tending.EVERY_SECONDS}

PERIODIC |= {monthly.SNAPSHOT: monthly.EVERY_SECONDS}


@click.command("serve")
@click.option("--demo", is_flag=True, help="Load the starter content and a made-up movement first.")
def serve(demo: bool) -> None:
    """Migrate, then serve pages and run background jobs in this process."""
    server.migrate()
    if demo:
        server.step("loading the starter content and a made-up movement", movement.load)
    for kind, seconds in PERIODIC.items():
        jobs.keep_asking(kind, seconds)
    server.announce(demo=demo)
    server.serve(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way


@click.command("first-group")
@click.argument("name")
@click.option("--steward", required=True, help="User name of a person who has an account.")
@click.option("--language", default="en")
def first_group(name: str, steward: str, language: str) -> None:
    """Register the first group, vouched for by you, with its first steward."""
    person = people.person_by_name(steward)
    if person is None:
        raise click.ClickException(f"nobody here is called {steward}; they must join first")
    words = {"name": name, "description": "", "url": None, "language": language}
    group_id = registering.make_first_group(**words, steward_id=person.id)  # type: ignore[arg-type]
    click.echo(f"{name}: {group_id}")


@click.command("load-content")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=STARTER)
@click.option("--group", required=True, help="Slug of the group that will own it.")
def load_content_file(file: Path, group: str) -> None:
    """Load frameworks, roles, badges and paths from a content file. Loading twice changes nothing."""
    owner = issuers.group_by_slug(group)
    if owner is None:
        raise click.ClickException(f"there is no group {group}")
    try:
        document = strict_json.loads(file.read_bytes(), max_bytes=MOST_FILE_BYTES)
        loaded = load_content(SYSTEM, document, owner_id=owner.id)
    except InvalidError as error:
        for problem in error.problems:
            click.echo(f"{problem.pointer}: {problem.code} {dict(problem.facts or {})}", err=True)
        raise click.ClickException("the file does not fit; nothing was written") from error
    except UnreadableError as error:
        raise click.ClickException(f"not JSON: {error.code} {dict(error.facts)}") from error
    click.echo(str(loaded))


@click.command("operator")
@click.argument("user_name")
def operator(user_name: str) -> None:
    """Make an account that runs the service; prints its recovery codes."""
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    joined = joining.join(user_name=user_name, password=password, language="en")
    joining.make_operator(joined.person_id)
    click.echo("\n".join(joined.recovery_codes))


@click.command("make-safety")
@click.argument("user_name")
@click.option("--remove", is_flag=True, help="Take the seat away.")
def make_safety(user_name: str, remove: bool) -> None:
    """Give a person a seat in trust and safety: to see reports, hold badges and hide things."""
    person = people.person_by_name(user_name)
    if person is None:
        raise click.ClickException(f"nobody here is called {user_name}; they must join first")
    safety.change(SYSTEM, person.id, keeps=not remove)
    click.echo(f"{user_name}: {'no seat any more' if remove else 'sits in trust and safety'}")


@click.command("policy")
def policy() -> None:
    """Print who may do what, as docs/policy.md."""
    click.echo(policy_page.text(), nl=False)


@click.command("demo-badges")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def demo_badges(folder: Path) -> None:
    """Write the made-up movement's accepted badges and endorsements as files, for any outside verifier."""
    server.migrate()
    movement.load()
    badges, endorsements = carried.write(folder)
    click.echo(f"{badges} badges and {endorsements} endorsements in {folder}, from {settings().base_url}")


def init_commands(app: Flask) -> None:
    """Register the commands."""
    for command in (serve, first_group, load_content_file, operator, make_safety, policy, demo_badges):
        app.cli.add_command(command)
    key_commands.init_commands(app)
