"""Password hashes: `scrypt:<cost>:<salt>:<hash>`, the last two in base64.

Source: RFC 7914; cost 2**14 with blocks of 8 takes 16 MiB and some 40 ms.
"""

import base64
import binascii
import hashlib
import hmac
import os

COST, BLOCKS, LANES, BYTES = 2**14, 8, 1, 32


def hash_password(password: str) -> str:
    """Make the line that stands in the settings for a password; a fresh salt each time."""
    salt = os.urandom(16)
    return f"scrypt:{COST}:{_text(salt)}:{_text(_derive(password, salt, COST))}"


def is_hash(text: str) -> bool:
    """Tell whether a text has the form of a password hash."""
    return _parts(text) is not None


def verify(password: str, text: str) -> bool:
    """Compare a password with its hash, in a time that does not depend on how much of it is right."""
    parts = _parts(text)
    if parts is None:
        return False
    cost, salt, expected = parts
    return hmac.compare_digest(_derive(password, salt, cost), expected)


def _derive(password: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(
        password.encode(), salt=salt, n=cost, r=BLOCKS, p=LANES, dklen=BYTES, maxmem=256 * cost * BLOCKS
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _parts(text: str) -> tuple[int, bytes, bytes] | None:
    """Take a hash apart: cost, salt, expected bytes; None when it is not one."""
    try:
        name, cost, salt, expected = text.split(":")
        parts = int(cost), base64.b64decode(salt, validate=True), base64.b64decode(expected, validate=True)
    except (ValueError, binascii.Error):
        return None
    # a power of two that neither is a toy nor eats the machine
    fits = name == "scrypt" and 2**10 <= parts[0] <= 2**20 and parts[0] & (parts[0] - 1) == 0 and len(parts[2]) == BYTES
    return parts if fits else None
