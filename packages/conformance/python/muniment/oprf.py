"""The oblivious PRF of RFC 9497 in the modes OPRF (0) and VOPRF (1); shared keys of spec/opaque.md section 11.

The group g is the module ristretto255 or p256; elements come and go encoded, but for what `finalize` takes.
"""

import hashlib

from .errors import MunimentError, check
from .hkdf import equal


def _context(g, mode):
    return b"OPRFV1-" + bytes([mode]) + b"-" + g.NAME


def _p(data):
    check(len(data) <= 65535, "ERR_LIMIT")
    return len(data).to_bytes(2, "big") + data


def derive_key(g, seed, info, mode=0):
    """DeriveKeyPair (section 3.2.1): the private key."""
    for counter in range(256):
        k = g.hash_to_scalar(seed + _p(info) + bytes([counter]), b"DeriveKeyPair" + _context(g, mode))
        if k:
            return k
    raise MunimentError("ERR_ELEMENT")


def hash_input(g, data, mode=0):
    check(len(data) <= 65535, "ERR_LIMIT", "OPRF input")
    element = g.hash_to_group(data, b"HashToGroup-" + _context(g, mode))
    check(not g.is_identity(element), "ERR_ELEMENT")
    return element


def blind(g, data, scalar, mode=0):
    return g.encode(g.multiply(scalar, hash_input(g, data, mode)))


def evaluate(g, key, blinded):
    return g.encode(g.multiply(key, g.decode(blinded)))


def finalize(g, data, scalar, evaluated):
    """`evaluated` is an element; the output has 64 bytes."""
    unblinded = g.encode(g.multiply(pow(scalar, -1, g.L), evaluated))
    return hashlib.new(g.HASH, _p(data) + _p(unblinded) + b"Finalize").digest()


def _composites(g, public, c, d, key=None):
    """ComputeComposites (section 2.2.1) over encoded elements; with the key only M has to be summed."""
    seed = hashlib.new(g.HASH, _p(public) + _p(b"Seed-" + _context(g, 1))).digest()
    m = z = g.IDENTITY
    for i, (ci, di) in enumerate(zip(c, d)):
        transcript = _p(seed) + i.to_bytes(2, "big") + _p(ci) + _p(di) + b"Composite"
        weight = g.hash_to_scalar(transcript, b"HashToScalar-" + _context(g, 1))
        m = g.add(m, g.multiply(weight, g.decode(ci)))
        if key is None:
            z = g.add(z, g.multiply(weight, g.decode(di)))
    return m, z if key is None else g.multiply(key, m)


def _challenge(g, public, m, z, t2, t3):
    transcript = _p(public) + b"".join(_p(g.encode(x)) for x in (m, z, t2, t3)) + b"Challenge"
    return g.hash_to_scalar(transcript, b"HashToScalar-" + _context(g, 1))


def generate_proof(g, key, public, c, d, nonce=None):
    r = nonce or g.random_scalar()
    m, z = _composites(g, public, c, d, key)
    challenge = _challenge(g, public, m, z, g.multiply(r, g.BASE), g.multiply(r, m))
    return g.encode_scalar(challenge) + g.encode_scalar(r - challenge * key)


def verify_proof(g, public, c, d, proof):
    """Whether the proof holds. ERR_ENCODING for another length, ERR_ELEMENT for elements and scalars."""
    check(len(proof) == 64, "ERR_ENCODING")
    a = g.decode(public)
    challenge, s = g.decode_scalar(proof[:32]), g.decode_scalar(proof[32:])
    m, z = _composites(g, public, c, d)
    t2 = g.add(g.multiply(s, g.BASE), g.multiply(challenge, a))
    t3 = g.add(g.multiply(s, m), g.multiply(challenge, z))
    return equal(g.encode_scalar(_challenge(g, public, m, z, t2, t3)), proof[:32])


def verifiable_finalize(g, data, scalar, evaluated, blinded, public, proof):
    """Finalize of the VOPRF (section 3.3.2)."""
    check({len(evaluated), len(blinded), len(public)} == {g.LENGTH}, "ERR_ENCODING")
    check(verify_proof(g, public, [blinded], [evaluated], proof), "ERR_PROOF")
    return finalize(g, data, scalar, g.decode(evaluated))


# Shared keys (OPAQUE-070 to OPAQUE-074).

def deal_shares(g, key, coefficients, count):
    polynomial = [key, *coefficients]
    return [sum(a * pow(i, j, g.L) for j, a in enumerate(polynomial)) % g.L for i in range(1, count + 1)]


def _interpolate(g, points, at=0):
    """The sum of L(i) * P(i) over {i: P(i)}, at x."""
    total = g.IDENTITY
    for i, point in points.items():
        weight = 1
        for j in points:
            if j != i:
                weight = weight * (at - j) * pow(i - j, -1, g.L) % g.L
        total = g.add(total, g.multiply(weight % g.L, point))
    return total


def combine(g, threshold, publics, blinded, answers):
    """(k * B as an element, indexes refused, ascending). `answers` are (index, evaluated element, proof)."""
    check(1 <= threshold <= len(publics) <= 255, "ERR_SHARES")
    good, refused = {}, []
    for index, evaluated, proof in answers:
        try:
            check(1 <= index <= len(publics), "ERR_SHARES")
            check(verify_proof(g, publics[index - 1], [blinded], [evaluated], proof), "ERR_PROOF")
            if index not in good and len(good) < threshold:
                good[index] = g.decode(evaluated)
        except MunimentError:
            refused.append(index)
    check(len(good) >= threshold, "ERR_SHARES", rejected=sorted(refused))
    return _interpolate(g, good), sorted(refused)


def verify_key(g, threshold, publics, public):
    """All lie on one polynomial of degree threshold - 1 (OPAQUE-073)."""
    check(1 <= threshold <= len(publics) <= 255, "ERR_PROOF")
    points = {0: g.decode(public), **{i + 1: g.decode(p) for i, p in enumerate(publics)}}
    base = {i: points[i] for i in list(points)[:threshold]}
    for i in list(points)[threshold:]:
        check(g.encode(_interpolate(g, base, i)) == g.encode(points[i]), "ERR_PROOF")
