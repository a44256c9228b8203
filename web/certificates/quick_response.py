"""QR codes of addresses (ISO/IEC 18004), by segno."""

from io import BytesIO
from typing import Literal

import segno

SCALE = 8
QUIET_ZONE = 4  # modules of white around; cameras need them


def drawn(address: str, kind: Literal["svg", "png"]) -> bytes:
    """Give the QR code of an address, dark on white in every colour scheme."""
    out = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind=kind, scale=SCALE, border=QUIET_ZONE, dark="#000000", light="#ffffff")
    return out.getvalue()
