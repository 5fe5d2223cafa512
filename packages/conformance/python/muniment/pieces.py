"""Bytes, and content in pieces, as the vectors give them (README of the test vectors, Notation)."""

import hashlib

from .errors import MunimentError


def unhex(text):
    """Bytes from hexadecimal digits; ERR_USAGE."""
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        raise MunimentError("ERR_USAGE", "not hexadecimal") from None


def integer(text, base=10):
    """An integer, as such or as a text; ERR_USAGE."""
    try:
        return text if isinstance(text, int) else int(text, base)
    except (TypeError, ValueError):
        raise MunimentError("ERR_USAGE", "not an integer") from None


def join(pieces):
    return b"".join(_piece(p) for p in pieces)


def _piece(p):
    if "text" in p:
        return p["text"].encode() * p.get("count", 1)
    if "hex" in p:
        return unhex(p["hex"]) * p.get("count", 1)
    if "zeros" in p:
        return bytes(p["zeros"])
    if "generated" in p:
        seed, n = p["generated"].encode(), p["length"]
        return b"".join(hashlib.sha256(seed + i.to_bytes(4, "big")).digest() for i in range((n + 31) // 32))[:n]
    return join(p["pieces"]) * p["repeat"]
