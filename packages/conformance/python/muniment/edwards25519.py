"""The curve edwards25519 on integers: what ristretto255 (RFC 9496) and the strict Ed25519 of spec/vault.md section 13 share.

A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z. Nothing here runs in constant time: Python's integers do not.
"""

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493  # the order of the group of prime order
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


def add(p, q):
    x1, y1, z1, t1 = p
    x2, y2, z2, t2 = q
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 % P * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(p):
    x, y, z, _ = p
    a, b, c = x * x % P, y * y % P, 2 * z * z % P
    h = a + b
    e, g = h - (x + y) * (x + y) % P, a - b
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(k, p):
    """k * p, four bits at a time."""
    table = [IDENTITY, p]
    for _ in range(14):
        table.append(add(table[-1], p))
    r = IDENTITY
    for digit in f"{k:x}":
        r = add(double(double(double(double(r)))), table[int(digit, 16)])
    return r


def equal(p, q):
    """The same point of the curve."""
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def small_order(p):
    return equal(double(double(double(p))), IDENTITY)


def sqrt_ratio(u, v):
    """(was_square, r): SQRT_RATIO_M1 of RFC 9496 section 4.2."""
    r = u * v ** 3 % P * pow(u * v ** 7, (P - 5) // 8, P) % P
    c = v * r * r % P
    correct, flipped, flipped_i = c == u % P, c == -u % P, c == -u * SQRT_M1 % P
    if flipped or flipped_i:
        r = r * SQRT_M1 % P
    return correct or flipped, P - r if r % 2 else r


def decode(data):
    """A point from its canonical encoding (RFC 8032 section 5.1.3), or None. y of P and more and a negative zero are refused."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2 ** 255 - 1)
    if len(data) != 32 or y >= P:
        return None
    was_square, x = sqrt_ratio(y * y - 1, D * y * y + 1)
    if not was_square or (x == 0 and sign):
        return None
    if x % 2 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode(p):
    inverse = pow(p[2], -1, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x % 2) << 255).to_bytes(32, "little")


BASE = decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
