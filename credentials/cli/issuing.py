"""`issue`: signing one credential or presentation, or each in a folder."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from credentials import bulk, strict_json
from credentials.cli import files
from credentials.cli.signing import Order, read_order, signed
from credentials.cli.soundness import require_signable
from credentials.cli.surroundings import EXIT_DONE, EXIT_UNREADABLE, Surroundings, attempted
from credentials.cli.wording import complaint, complaints
from credentials.errors import CredentialError, UnreadableError

Document = Mapping[str, object]
Issued = bytes | CredentialError

# Of a whole batch, whichever document it is told at; after it the batch gives no more.
_OWN_MISTAKES = frozenset({"internal", "template_disagrees"})


def run(options: argparse.Namespace, around: Surroundings) -> int:
    """Sign and write; a folder's files keep their names, with `.jwt` for tokens."""
    order, name = read_order(options, around), files.given(options)
    if files.is_folder(name):
        return _run_folder(name, options.output, order)
    files.write(options.output, signed(_read(name, order), order) + b"\n")
    return EXIT_DONE


def _read(name: str, order: Order) -> Document:
    document = strict_json.loads(files.read(name))
    if not isinstance(document, dict):
        raise UnreadableError("not_an_object")
    require_signable(document, order)
    return document


def _run_folder(name: str, output: str | None, order: Order) -> int:
    places = files.members(name)
    names = _names(places, order)
    target, code = files.folder(output), EXIT_DONE
    for place, named, result in zip(places, names, _issued(places, order), strict=True):
        told = result if isinstance(result, CredentialError) else _written(target / named, result)
        if isinstance(told, CredentialError):
            code = EXIT_UNREADABLE
            for line in complaints(told):
                files.complain(f"{place.name!a}: {line}")
    return code


def _names(places: Sequence[Path], order: Order) -> Sequence[str]:
    """Give the name of each result. Raises `UnreadableError("same_output")` for two of one name."""
    names = [f"{place.stem}.jwt" if order.algorithm else place.name for place in places]
    for name, count in Counter(names).items():
        if count > 1:
            alike = [place.name for place, own in zip(places, names, strict=True) if own == name]
            raise UnreadableError("same_output", output=name, files=alike)
    return names


def _written(place: Path, content: bytes) -> CredentialError | None:
    return attempted(partial(files.write, str(place), content))


def _issued(places: Sequence[Path], order: Order) -> Iterator[Issued]:
    """Give the signed bytes of each file, or why there are none."""
    read = [attempted(partial(_read, str(place), order)) for place in places]
    good = [given for given in read if not isinstance(given, CredentialError)]
    is_plain = not order.algorithm and not order.further and order.challenge is None
    is_quick = is_plain and order.suite == "eddsa-rdfc-2022"
    made = _in_bulk(good, order) if is_quick else (_alone(document, order) for document in good)
    for given in read:
        yield given if isinstance(given, CredentialError) else next(made)


def _in_bulk(documents: Sequence[Document], order: Order) -> Iterator[Issued]:
    """Sign many alike in a fraction of the time; what it does not give is signed, or refused, alone."""
    batch = bulk.issue_many(
        documents, order.method.signer, verification_method=order.method.id, created=order.created
    )
    for document in documents:
        made = attempted(partial(next, batch, None))
        if isinstance(made, CredentialError) and made.code in _OWN_MISTAKES:
            files.complain(f"signing many at once: {complaint(made)}")
        yield made if isinstance(made, bytes) else _alone(document, order)


def _alone(document: Document, order: Order) -> Issued:
    return attempted(partial(signed, document, order))
