"""The group P-256 as RFC 9497 section 4.3 uses it, with the functions of ristretto255.py; for peers outside Muniment (OPAQUE-001).

A point is (X, Y, Z) with x = X/Z^2, y = Y/Z^3; Z is 0 for the identity. Hashing is P256_XMD:SHA-256_SSWU_RO_ of RFC 9380.
"""

import os

from .errors import check
from .xmd import expand_message

NAME, HASH, LENGTH = b"P256-SHA256", "sha256", 33
P = 2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1
L = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
A, B = P - 3, 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
BASE = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5, 1)
IDENTITY = (1, 1, 0)
_Z = P - 10


def double(p):
    x, y, z = p
    if not z or not y:
        return IDENTITY
    yy = y * y % P
    s, m = 4 * x * yy % P, (3 * x * x + A * pow(z, 4, P)) % P
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * yy * yy) % P, 2 * y * z % P


def add(p, q):
    x1, y1, z1 = p
    x2, y2, z2 = q
    if not z1 or not z2:
        return q if not z1 else p
    zz1, zz2 = z1 * z1 % P, z2 * z2 % P
    u1, u2, s1, s2 = x1 * zz2 % P, x2 * zz1 % P, y1 * z2 * zz2 % P, y2 * z1 * zz1 % P
    h, r = (u2 - u1) % P, (s2 - s1) % P
    if not h:
        return IDENTITY if r else double(p)
    hh, hhh = h * h % P, h * h * h % P
    x3 = (r * r - hhh - 2 * u1 * hh) % P
    return x3, (r * (u1 * hh - x3) - s1 * hhh) % P, h * z1 * z2 % P


def multiply(k, p):
    out = IDENTITY
    for bit in f"{k:b}":
        out = double(out)
        if bit == "1":
            out = add(out, p)
    return out


def is_identity(p):
    return p[2] == 0


def encode(p):
    """33 bytes, compressed (SEC 1 section 2.3.3)."""
    check(not is_identity(p), "ERR_ELEMENT")
    inverse = pow(p[2], -1, P)
    x, y = p[0] * inverse ** 2 % P, p[1] * inverse ** 3 % P
    return bytes([2 + y % 2]) + x.to_bytes(32, "big")


def decode(data):
    x = int.from_bytes(data[1:], "big")
    check(len(data) == 33 and data[0] in (2, 3) and x < P, "ERR_ELEMENT")
    yy = (x ** 3 + A * x + B) % P
    y = pow(yy, (P + 1) // 4, P)
    check(y * y % P == yy, "ERR_ELEMENT")
    return x, y if y % 2 == data[0] % 2 else P - y, 1


def _map(u):
    """map_to_curve_simple_swu (RFC 9380 section 6.6.2)."""
    t = (_Z * _Z * pow(u, 4, P) + _Z * u * u) % P
    x = -B * pow(A, -1, P) * (1 + pow(t, -1, P)) % P if t else B * pow(_Z * A, -1, P) % P
    if pow(x ** 3 + A * x + B, (P - 1) // 2, P) not in (0, 1):
        x = _Z * u * u * x % P
    y = pow(x ** 3 + A * x + B, (P + 1) // 4, P)
    return x, y if y % 2 == u % 2 else P - y, 1


def hash_to_group(message, dst):
    data = expand_message(HASH, message, dst, 96)
    return add(*(_map(int.from_bytes(data[i:i + 48], "big") % P) for i in (0, 48)))


def hash_to_scalar(message, dst):
    return int.from_bytes(expand_message(HASH, message, dst, 48), "big") % L


def decode_scalar(data):
    k = int.from_bytes(data, "big")
    check(len(data) == 32 and 0 < k < L, "ERR_ELEMENT")
    return k


def encode_scalar(k):
    return (k % L).to_bytes(32, "big")


def random_scalar():
    while True:
        k = int.from_bytes(os.urandom(32), "big")
        if 0 < k < L:
            return k
