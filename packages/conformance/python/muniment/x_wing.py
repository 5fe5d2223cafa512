"""X-Wing (spec/keys.md section 2.1): ML-KEM-768 (FIPS 203) with X25519. A decapsulation key is a 32-byte seed."""

import functools
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .errors import MunimentError, check

PUBLIC_LENGTH, ENC_LENGTH = 1216, 1120
_LABEL = b"\\.//^\\"
_Q, _K, _ETA, _DU, _DV = 3329, 3, 2, 10, 4


# ML-KEM-768: polynomials are lists of 256 integers mod q.

def _bit_reverse(n):
    return int(f"{n:07b}"[::-1], 2)


_ZETAS = [pow(17, _bit_reverse(i), _Q) for i in range(128)]
_GAMMAS = [pow(17, 2 * _bit_reverse(i) + 1, _Q) for i in range(128)]


def _ntt(f):
    f, i, length = list(f), 1, 128
    while length >= 2:
        for start in range(0, 256, 2 * length):
            zeta = _ZETAS[i]
            i += 1
            for j in range(start, start + length):
                t = zeta * f[j + length] % _Q
                f[j + length] = (f[j] - t) % _Q
                f[j] = (f[j] + t) % _Q
        length //= 2
    return f


def _inverse_ntt(f):
    f, i, length = list(f), 127, 2
    while length <= 128:
        for start in range(0, 256, 2 * length):
            zeta = _ZETAS[i]
            i -= 1
            for j in range(start, start + length):
                t = f[j]
                f[j] = (t + f[j + length]) % _Q
                f[j + length] = zeta * (f[j + length] - t) % _Q
        length *= 2
    return [x * 3303 % _Q for x in f]


def _multiply(f, g):
    """The product of two polynomials in the NTT domain."""
    h = []
    for i in range(128):
        a, b, c, d = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
        h += [(a * c + b * d % _Q * _GAMMAS[i]) % _Q, (a * d + b * c) % _Q]
    return h


def _add(f, g):
    return [(a + b) % _Q for a, b in zip(f, g)]


def _dot(u, v):
    total = [0] * 256
    for f, g in zip(u, v):
        total = _add(total, _multiply(f, g))
    return total


def _encode(d, f):
    n = 0
    for x in reversed(f):
        n = n << d | x
    return n.to_bytes(32 * d, "little")


def _decode(d, data):
    n, mask = int.from_bytes(data, "little"), (1 << d) - 1
    return [n >> (d * i) & mask for i in range(256)]


def _compress(d, f):
    return [((x << (d + 1)) + _Q) // (2 * _Q) % (1 << d) for x in f]


def _decompress(d, f):
    return [(x * _Q + (1 << (d - 1))) >> d for x in f]


def _sample_ntt(seed):
    out, size = [], 840
    while len(out) < 256:
        out, size = [], size + 168
        stream = hashlib.shake_128(seed).digest(size - size % 3)
        for i in range(0, len(stream), 3):
            a, b, c = stream[i:i + 3]
            for x in (a + 256 * (b % 16), b // 16 + 16 * c):
                if x < _Q and len(out) < 256:
                    out.append(x)
    return out


@functools.lru_cache(64)
def _matrix(rho):
    return [[_sample_ntt(rho + bytes([j, i])) for j in range(_K)] for i in range(_K)]


def _noise(seed, n):
    bits = int.from_bytes(hashlib.shake_256(seed + bytes([n])).digest(64 * _ETA), "little")
    out = []
    for i in range(256):
        x = bits >> (4 * i) & 15
        out.append(((x & 1) + (x >> 1 & 1) - (x >> 2 & 1) - (x >> 3)) % _Q)
    return out


def _pke_keygen(d):
    g = hashlib.sha3_512(d + bytes([_K])).digest()
    rho, sigma = g[:32], g[32:]
    a = _matrix(rho)
    s = [_ntt(_noise(sigma, i)) for i in range(_K)]
    e = [_ntt(_noise(sigma, _K + i)) for i in range(_K)]
    t = [_add(_dot(a[i], s), e[i]) for i in range(_K)]
    return b"".join(_encode(12, f) for f in t) + rho, s


def _pke_encrypt(ek, m, r):
    t = [_decode(12, ek[384 * i:384 * i + 384]) for i in range(_K)]
    a = _matrix(ek[-32:])
    y = [_ntt(_noise(r, i)) for i in range(_K)]
    e1 = [_noise(r, _K + i) for i in range(_K)]
    e2 = _noise(r, 2 * _K)
    u = [_add(_inverse_ntt(_dot([a[j][i] for j in range(_K)], y)), e1[i]) for i in range(_K)]
    v = _add(_add(_inverse_ntt(_dot(t, y)), e2), _decompress(1, _decode(1, m)))
    return b"".join(_encode(_DU, _compress(_DU, f)) for f in u) + _encode(_DV, _compress(_DV, v))


def _pke_decrypt(s, c):
    u = [_decompress(_DU, _decode(_DU, c[320 * i:320 * i + 320])) for i in range(_K)]
    v = _decompress(_DV, _decode(_DV, c[960:]))
    w = _inverse_ntt(_dot(s, [_ntt(f) for f in u]))
    return _encode(1, _compress(1, [(a - b) % _Q for a, b in zip(v, w)]))


def _kem_encapsulate(ek, m):
    g = hashlib.sha3_512(m + hashlib.sha3_256(ek).digest()).digest()
    return g[:32], _pke_encrypt(ek, m, g[32:])


def _kem_decapsulate(ek, s, z, c):
    m = _pke_decrypt(s, c)
    key, again = _kem_encapsulate(ek, m)
    reject = hashlib.shake_256(z + c).digest(32)
    return key if hmac.compare_digest(c, again) else reject


# X25519 and the combiner

def _x25519(secret, public, code):
    """RFC 7748; an all-zero result, which only a point of low order gives, is refused with `code` (KEYS-093)."""
    try:
        return X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        raise MunimentError(code, "X25519") from None


def _x25519_public(secret):
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _combine(ss_m, ss_x, ct_x, pk_x):
    return hashlib.sha3_256(ss_m + ss_x + ct_x + pk_x + _LABEL).digest()


def _expand(seed):
    check(len(seed) == 32, "ERR_KEY_SIZE", "X-Wing secret")
    x = hashlib.shake_256(seed).digest(96)
    ek, s = _pke_keygen(x[:32])
    return ek, s, x[32:64], x[64:], _x25519_public(x[64:])


def public_key(seed):
    """The 1216-byte public key of a 32-byte decapsulation key."""
    ek, _, _, _, pk_x = _expand(seed)
    return ek + pk_x


def check_public_key(public):
    """ERR_FIELD unless the key is valid (spec/keys.md section 2.1): length, coefficients (FIPS 203, section 7.2), X25519 half."""
    check(len(public) == PUBLIC_LENGTH, "ERR_FIELD", "X-Wing public key")
    for i in range(_K):
        check(max(_decode(12, public[384 * i:384 * i + 384])) < _Q, "ERR_FIELD", "X-Wing public key")
    _x25519(bytes(32), public[1184:], "ERR_FIELD")  # any scalar shows a point of low order


def encapsulate(public, randomness=None):
    """(shared secret, enc). `randomness`, 64 bytes, is for tests only: 32 for ML-KEM, then the ephemeral X25519 secret."""
    check_public_key(public)
    randomness = randomness or os.urandom(64)
    check(len(randomness) == 64, "ERR_KEY_SIZE", "randomness")
    ek, pk_x = public[:1184], public[1184:]
    ss_m, ct_m = _kem_encapsulate(ek, randomness[:32])
    ct_x = _x25519_public(randomness[32:])
    return _combine(ss_m, _x25519(randomness[32:], pk_x, "ERR_FIELD"), ct_x, pk_x), ct_m + ct_x


def decapsulate(seed, enc):
    """The shared secret; ERR_AUTHENTICATION for an enc of another length or with a point of low order. Any other gives a secret."""
    check(len(enc) == ENC_LENGTH, "ERR_AUTHENTICATION", "enc")
    ek, s, z, sk_x, pk_x = _expand(seed)
    ct_m, ct_x = enc[:1088], enc[1088:]
    return _combine(_kem_decapsulate(ek, s, z, ct_m), _x25519(sk_x, ct_x, "ERR_AUTHENTICATION"), ct_x, pk_x)
