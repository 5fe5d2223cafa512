"""Ed25519 (RFC 8032) with the checks of spec/vault.md VAULT-128, VAULT-016 and VAULT-140."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from . import edwards25519 as curve
from .errors import check


def _private(seed):
    check(len(seed) == 32, "ERR_KEY_SIZE", "Ed25519 seed")
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(seed):
    return _private(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(seed, message):
    return _private(seed).sign(message)


def good_key(public):
    """Canonical and of more than small order."""
    point = curve.decode(public)
    return point is not None and not curve.small_order(point)


def verify(public, message, signature):
    """S*B = R + k*A without the cofactor; A and R canonical and of more than small order; S below the order."""
    if len(signature) != 64 or not good_key(public) or not good_key(signature[:32]):
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= curve.L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % curve.L
    right = curve.add(curve.decode(signature[:32]), curve.multiply(k, curve.decode(public)))
    return curve.equal(curve.multiply(s, curve.BASE), right)
