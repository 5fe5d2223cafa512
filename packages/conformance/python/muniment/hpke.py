"""HPKE (RFC 9180), base mode: X-Wing (0x647a), HKDF-SHA-512 (0x0003), AES-256-GCM (0x0002) (spec/keys.md section 2).

One message for each key exchange, so the nonce of a context is its base nonce. A context is the tuple
(key, nonce, exporter secret).
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import hkdf, x_wing
from .errors import MunimentError, check

_SUITE = b"HPKE\x64\x7a\x00\x03\x00\x02"


def _labeled_extract(salt, label, ikm):
    return hkdf.extract(salt, b"HPKE-v1" + _SUITE + label + ikm)


def _labeled_expand(prk, label, info, length):
    return hkdf.expand(prk, length.to_bytes(2, "big") + b"HPKE-v1" + _SUITE + label + info, length)


def key_schedule(shared_secret, info):
    context = b"\0" + _labeled_extract(b"", b"psk_id_hash", b"") + _labeled_extract(b"", b"info_hash", info)
    secret = _labeled_extract(shared_secret, b"secret", b"")
    return (_labeled_expand(secret, b"key", context, 32), _labeled_expand(secret, b"base_nonce", context, 12),
            _labeled_expand(secret, b"exp", context, 64))


def setup_sender(public, info, randomness=None):
    """(enc, context); ERR_FIELD for a public key that is not valid."""
    shared, enc = x_wing.encapsulate(public, randomness)
    return enc, key_schedule(shared, info)


def setup_receiver(enc, secret, info):
    return key_schedule(x_wing.decapsulate(secret, enc), info)


def context_seal(context, aad, plaintext):
    return AESGCM(context[0]).encrypt(context[1], plaintext, aad)


def context_open(context, aad, ciphertext):
    """ERR_AUTHENTICATION whatever is wrong."""
    try:
        check(len(ciphertext) >= 16, "ERR_AUTHENTICATION")
        return AESGCM(context[0]).decrypt(context[1], ciphertext, aad)
    except InvalidTag:
        raise MunimentError("ERR_AUTHENTICATION") from None


def context_export(context, exporter_context, length):
    return _labeled_expand(context[2], b"sec", exporter_context, length)


def seal(public, info, aad, plaintext, randomness=None):
    """enc || ciphertext."""
    enc, context = setup_sender(public, info, randomness)
    return enc + context_seal(context, aad, plaintext)


def open_(secret, info, aad, sealed):
    """The plaintext of enc || ciphertext; ERR_AUTHENTICATION."""
    check(len(sealed) >= x_wing.ENC_LENGTH + 16, "ERR_AUTHENTICATION")
    return context_open(setup_receiver(sealed[:x_wing.ENC_LENGTH], secret, info), aad, sealed[x_wing.ENC_LENGTH:])
