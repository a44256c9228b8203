"""Letters: made in `web/`, sent only by jobs, through SMTP or into a folder."""

import smtplib
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: plain text and HTML of the same words. `stable_id` makes a repeat recognisable."""

    to: str
    subject: str
    text: str
    html: str
    stable_id: str
    language: str = "en"
    unsubscribe_url: str | None = None


class Transport(Protocol):
    """Something that carries a finished message."""

    def send(self, message: EmailMessage) -> None:
        """Carry it, or raise OSError / smtplib.SMTPException (the job tries again)."""
        ...


def compose(letter: Letter, sender: str) -> EmailMessage:
    """Give the MIME message. The library refuses line breaks in headers, so none can be smuggled in."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = f"<{letter.stable_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    # Last, because adding a part moves the Content- headers there are into the first part.
    message["Content-Language"] = letter.language
    return message


class SMTPTransport:
    """Sends through a server: smtp://, smtps:// or smtp+starttls://, with user and password in the URL."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        """Open, speak, close: letters are few, and a kept connection dies at night."""
        url = self._url
        connect = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
        with connect(url.hostname or "localhost", url.port or 25, timeout=TIMEOUT_SECONDS) as server:
            if url.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            _send(server, message)


class LetterRefusedError(Exception):
    """The server did not take a letter. Says its reply code only: its words repeat the address."""


def _send(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Raises LetterRefusedError in place of what would carry the address into our log."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({str(code) for code, _words in error.recipients.values()})
        raise LetterRefusedError("recipient refused", *codes) from None
    except smtplib.SMTPResponseException as error:
        raise LetterRefusedError(type(error).__name__, str(error.smtp_code)) from None


class FolderTransport:
    """Writes each letter as a file, for a machine without a mail server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write `<message id>.eml`; a repeat of the same letter overwrites it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        (self._folder / f"{name}.eml").write_bytes(bytes(message))

    def forget(self, addresses: Iterable[str], names: Iterable[str]) -> None:
        """Delete the letters to these addresses, and those whose stable id begins with one of `names`."""
        gone, starts = {address.casefold() for address in addresses}, tuple(names)
        for path in self._folder.glob("*.eml"):
            if path.name.startswith(starts) or _reader(path) in gone:
                path.unlink(missing_ok=True)


def forget(carrier: Transport, addresses: Iterable[str], names: Iterable[str] = ()) -> None:
    """Delete the letters of somebody who left, where letters are kept: what was mailed is gone."""
    if isinstance(carrier, FolderTransport):
        carrier.forget(addresses, names)


def _reader(path: Path) -> str:
    return str(message_from_bytes(path.read_bytes(), policy=policy.default)["To"]).casefold()


def transport(where: str) -> Transport:
    """Give the transport of a setting: an SMTP URL, or a folder."""
    return SMTPTransport(where) if "://" in where else FolderTransport(Path(where))
