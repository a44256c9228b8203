"""`python -m credentials`: issue, verify, bake, unbake, derive, inspect, keygen (see docs/library.md).

Exit codes: 0 genuine or done, 1 do not rely on it, 2 could not finish checking, 3 unreadable or not done.
Options that do not go together end with the usage on standard error, and with 2 as Python's parser has it.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from credentials.cli.arguments import parser
from credentials.cli.surroundings import EXIT_UNREADABLE, Surroundings
from credentials.cli.usage import UsageError
from credentials.cli.wording import complaints, dumped, error_as_json
from credentials.errors import CannotBuildError, CredentialError
from credentials.fetch import Fetch


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; what is wrong with the input ends in a line, not a trace."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options, Surroundings(datetime.now(UTC), _outbound))
    except UsageError as error:
        options.refuse(error.told)
    except CredentialError as error:
        if getattr(options, "json", False):
            print(dumped(error_as_json(error)))
        else:
            headline = "NOT ISSUED" if isinstance(error, CannotBuildError) else "UNREADABLE"
            for line in complaints(error):
                print(f"{headline}: {line}", file=sys.stderr)
        return EXIT_UNREADABLE
    except OSError as error:
        print(f"UNREADABLE: {error.strerror or str(error)!a}", file=sys.stderr)
        return EXIT_UNREADABLE
    return code


def _outbound(also: frozenset[str]) -> Fetch:
    from credentials.outbound import Guarded  # noqa: PLC0415 - offline, no module that opens sockets is loaded

    return Guarded(also)


if __name__ == "__main__":
    sys.exit(main())
