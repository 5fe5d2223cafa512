"""The group ristretto255 (RFC 9496), its hashing (RFC 9380 appendix B) and spec/opaque.md section 4 on elements and scalars."""

import os

from . import edwards25519 as curve
from .edwards25519 import D, L, P, SQRT_M1, sqrt_ratio
from .errors import check
from .xmd import expand_message

NAME, HASH, LENGTH = b"ristretto255-SHA512", "sha512", 32
BASE, IDENTITY = curve.BASE, curve.IDENTITY
add, multiply = curve.add, curve.multiply
_INVSQRT_A_MINUS_D = sqrt_ratio(1, -1 - D)[1]
_SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235
_ONE_MINUS_D_SQ = (1 - D * D) % P
_D_MINUS_ONE_SQ = (D - 1) ** 2 % P


def _abs(x):
    x %= P
    return P - x if x % 2 else x


def decode(data):
    """An element that is not the identity (OPAQUE-011, OPAQUE-012)."""
    s = int.from_bytes(data, "little")
    check(len(data) == 32 and s < P and s % 2 == 0 and s != 0, "ERR_ELEMENT")
    ss = s * s % P
    u1, u2 = (1 - ss) % P, (1 + ss) % P
    u2_sqr = u2 * u2 % P
    v = (-(D * u1 % P * u1) - u2_sqr) % P
    was_square, invsqrt = sqrt_ratio(1, v * u2_sqr)
    den_x = invsqrt * u2 % P
    x = _abs(2 * s * den_x)
    y = u1 * invsqrt * den_x * v % P
    t = x * y % P
    check(was_square and t % 2 == 0 and y != 0, "ERR_ELEMENT")
    return x, y, 1, t


def encode(p):
    x0, y0, z0, t0 = p
    u1, u2 = (z0 + y0) * (z0 - y0) % P, x0 * y0 % P
    _, invsqrt = sqrt_ratio(1, u1 * u2 * u2)
    den1, den2 = invsqrt * u1 % P, invsqrt * u2 % P
    z_inv = den1 * den2 * t0 % P
    if t0 * z_inv % P % 2:
        x, y, den_inv = y0 * SQRT_M1 % P, x0 * SQRT_M1 % P, den1 * _INVSQRT_A_MINUS_D % P
    else:
        x, y, den_inv = x0, y0, den2
    if x * z_inv % P % 2:
        y = -y
    return _abs(den_inv * (z0 - y)).to_bytes(32, "little")


def is_identity(p):
    return encode(p) == bytes(32)


def _map(data):
    t = int.from_bytes(data, "little") % 2 ** 255 % P
    r = SQRT_M1 * t * t % P
    u, v = (r + 1) * _ONE_MINUS_D_SQ % P, (-1 - r * D) * (r + D) % P
    was_square, s = sqrt_ratio(u, v)
    s, c = (s, -1) if was_square else (-_abs(s * t), r)
    n = (c * (r - 1) * _D_MINUS_ONE_SQ - v) % P
    w0, w1, w2, w3 = 2 * s * v % P, n * _SQRT_AD_MINUS_ONE % P, (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def from_uniform(data):
    """64 uniform bytes to an element (RFC 9496 section 4.3.4)."""
    return add(_map(data[:32]), _map(data[32:]))


def hash_to_group(message, dst):
    return from_uniform(expand_message(HASH, message, dst, 64))


def hash_to_scalar(message, dst):
    return int.from_bytes(expand_message(HASH, message, dst, 64), "little") % L


def decode_scalar(data):
    """A scalar from 1 to the order less 1 (OPAQUE-013)."""
    k = int.from_bytes(data, "little")
    check(len(data) == 32 and 0 < k < L, "ERR_ELEMENT")
    return k


def encode_scalar(k):
    return (k % L).to_bytes(32, "little")


def random_scalar():
    while True:
        k = int.from_bytes(os.urandom(32), "little") % 2 ** 253
        if 0 < k < L:
            return k
