"""expand_message_xmd (RFC 9380 section 5.3.1)."""

import hashlib


def expand_message(algorithm, message, dst, length):
    new = hashlib.new(algorithm)
    size, dst = new.digest_size, dst + bytes([len(dst)])
    first = hashlib.new(algorithm, bytes(new.block_size) + message + length.to_bytes(2, "big") + b"\0" + dst).digest()
    out, block = b"", bytes(size)
    for i in range(1, -(-length // size) + 1):
        block = hashlib.new(algorithm, bytes(a ^ b for a, b in zip(first, block)) + bytes([i]) + dst).digest()
        out += block
    return out[:length]
