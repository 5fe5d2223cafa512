"""HKDF with SHA-512 (RFC 5869; spec/conventions.md, Primitives)."""

import hashlib
import hmac as _hmac

from .errors import check

HASH_LENGTH = 64


def hmac(key, data, algorithm="sha512"):
    return _hmac.digest(key, data, algorithm)


def hmac_sha256(key, data):
    return _hmac.digest(key, data, "sha256")


def sha256(data):
    return hashlib.sha256(data).digest()


def equal(a, b):
    """Compare secrets, tags and MACs in constant time."""
    return _hmac.compare_digest(a, b)


def extract(salt, ikm):
    return hmac(salt or bytes(HASH_LENGTH), ikm)


def expand(prk, info, length):
    check(length <= 255 * HASH_LENGTH, "ERR_LIMIT", "HKDF output")
    out, block, i = b"", b"", 1
    while len(out) < length:
        block = hmac(prk, block + info + bytes([i]))
        out += block
        i += 1
    return out[:length]


def hkdf(salt, ikm, info, length):
    return expand(extract(salt, ikm), info, length)
