"""Cobblestone-256 (spec/wire.md section 8.1).

An object is salt (24) || commitment (32) || segments. Each segment seals 16,384 bytes of plaintext, the last one fewer (it may
be empty); the nonce is the base nonce with the number of the segment, from 0, combined by exclusive or.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import hkdf
from .errors import MunimentError, check

SEGMENT, TAG, SALT, HEADER = 16384, 16, 24, 56
_SEALED = SEGMENT + TAG
_LABEL = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"


def object_length(plaintext_length):
    return HEADER + plaintext_length + TAG * (plaintext_length // SEGMENT + 1)


def check_length(length):
    """ERR_OBJECT_LENGTH unless some plaintext has an object of this length."""
    check(length >= HEADER + TAG and (length - HEADER) % _SEALED >= TAG, "ERR_OBJECT_LENGTH", str(length))


def _derive(key, salt, context):
    """(AES key, base nonce, commitment)."""
    check(len(key) == 32, "ERR_KEY_SIZE")
    out = hkdf.expand(key, _LABEL + salt + context, 76)
    return out[:32], out[32:44], out[44:]


def _nonce(base, number):
    return (int.from_bytes(base, "big") ^ number).to_bytes(12, "big")


def opener(keys, header, context):
    """A function (segment number, sealed segment) -> plaintext, with the one of `keys` that the header commits to."""
    for key in keys:
        aead_key, base, commitment = _derive(key, header[:SALT], context)
        if hkdf.equal(commitment, header[SALT:HEADER]):
            break
    else:
        raise MunimentError("ERR_COMMITMENT")
    aead = AESGCM(aead_key)

    def open_segment(number, sealed):
        try:
            return aead.decrypt(_nonce(base, number), sealed, None)
        except InvalidTag:
            raise MunimentError("ERR_SEGMENT", str(number)) from None
    return open_segment


def open_(keys, context, data):
    """The whole plaintext of an object that one of `keys` opens."""
    check_length(len(data))
    open_segment = opener(keys, data[:HEADER], context)
    return b"".join(open_segment(i, data[at:at + _SEALED]) for i, at in enumerate(range(HEADER, len(data), _SEALED)))


def open_range(keys, context, read, length, start, end):
    """Plaintext bytes start to end of an object of `length` bytes; `read(a, b)` gives bytes of the object."""
    check_length(length)
    open_segment = opener(keys, read(0, HEADER), context)
    out, first = b"", start // SEGMENT
    for i in range(first, (end - 1) // SEGMENT + 1):
        at = HEADER + i * _SEALED
        out += open_segment(i, read(at, min(at + _SEALED, length)))
    return out[start - first * SEGMENT:end - first * SEGMENT]


def seal(key, context, plaintext, salt=None):
    salt = salt or os.urandom(SALT)
    aead_key, base, commitment = _derive(key, salt, context)
    aead = AESGCM(aead_key)
    return salt + commitment + b"".join(aead.encrypt(_nonce(base, i), plaintext[i * SEGMENT:(i + 1) * SEGMENT], None)
                                        for i in range(len(plaintext) // SEGMENT + 1))
