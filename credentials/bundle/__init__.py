"""An offline bundle: a credential with every document that its verification asked for, in one zip.

    recorder = bundle.record(fetch, now=now)
    report = verify(data, fetch=recorder, now=now)
    packed = bundle.write(data, report, recorder, receipt=token, signer=signer, kid=kid, sealer=service)
    report = bundle.verify_bundle(packed, now=later, trusted="did:web:badges.example.org#z6Mk...")

The documents come from whoever made the bundle. What proves itself is judged by itself: a credential by a
did:key, a status list that such a key signed. What rests on the word of a web server (the key document of a
did:web, an unsigned list) counts only under the seal of somebody whom the reader names: a JWS over the
digest of the manifest, which holds the digests of all else. Either way status is *as of* the recorded time.
"""

from credentials.bundle.judging import verify_bundle
from credentials.bundle.packing import Bundle, is_bundle, read, write
from credentials.bundle.recording import Recorded, Recorder, Replay, record

__all__ = [
    "Bundle",
    "Recorded",
    "Recorder",
    "Replay",
    "is_bundle",
    "read",
    "record",
    "verify_bundle",
    "write",
]
