"""Chunkers, for writers (spec/archive.md section 5)."""

import hashlib

from . import hkdf
from .errors import check

WINDOW, FIXED, PAGE = 65536, 1044480, 4096
NONE, FIXED_CHUNKER, CONTENT, RECORD, PAGE_CHUNKER = 0, 1, 2, 3, 4
SQLITE = bytes.fromhex("53514c69746520666f726d6174203300")
STREAM_LEVEL = 255


def gear_table(chunker_key):
    data = hkdf.expand(chunker_key, b"muniment v1 gear table", 1024)
    return [int.from_bytes(data[i:i + 4], "big") for i in range(0, 1024, 4)]


def record_cut_key(chunker_key):
    return hkdf.expand(chunker_key, b"muniment v1 record cut", 32)


def runs(data):
    """Holes and stretches of a file, in order: [(is a hole, start, end)] (section 5.1)."""
    out, zero = [], bytes(WINDOW)
    for start in range(0, len(data), WINDOW):
        window = data[start:start + WINDOW]
        hole = window == zero
        if out and out[-1][0] == hole:
            out[-1] = hole, out[-1][1], start + len(window)
        else:
            out.append((hole, start, start + len(window)))
    return out


def content_cut(data, start, end, table):
    """The length of the chunk that begins at `start` of a stretch that ends at `end`."""
    n = min(end - start, 262144)
    h = 0
    for i in range(16384, n):
        h = (2 * h + table[data[start + i]]) & 0xFFFFFFFF
        if not h & (0xFFFFC000 if i < 65536 else 0xFFFC0000):
            return i + 1
    return n


def cuts(data, start, end, chunker, table):
    """The lengths of the chunks of a stretch."""
    out = []
    while start < end:
        if chunker == CONTENT:
            out.append(content_cut(data, start, end, table))
        else:
            out.append(min(PAGE if chunker == PAGE_CHUNKER else FIXED, end - start))
        start += out[-1]
    return out


def is_paged(start, size):
    """Whether a file of `size` bytes that begins with `start` is cut by `page` (ARCH-111)."""
    return start[:16] == SQLITE and size <= 2 ** 32


def _digest(found):
    return hashlib.sha256(b"".join(n.to_bytes(8, "big") + (i or bytes(32)) for n, i in found)).digest()


def extents(data, chunker, table, dedup_key):
    """([(length, chunk id or None for a hole)], content digest) of a file."""
    out = []
    for hole, start, end in runs(data):
        for length in [end - start] if hole else cuts(data, start, end, chunker, table):
            out.append((length, None if hole else hkdf.hmac_sha256(dedup_key, data[start:start + length])))
            start += length
    return out, _digest(out)


def stream_extents(cut_key, dedup_key, records):
    """([(length, chunk id)], content digest) of an application's stream of (key, bytes) (section 5.4)."""
    out, left = [], iter(records)
    for count in groups(cut_key, STREAM_LEVEL, [(key, len(data)) for key, data in records]):
        group = b"".join(next(left)[1] for _ in range(count))
        for at in range(0, len(group), FIXED):
            chunk = group[at:at + FIXED]
            out.append((len(chunk), hkdf.hmac_sha256(dedup_key, chunk)))
    return out, _digest(out)


def asks_for_cut(cut_key, level, record_key):
    check(0 <= level < 256, "ERR_LIMIT", "level")
    return int.from_bytes(hkdf.hmac_sha256(cut_key, bytes([level]) + record_key)[:4], "big") < 2 ** 26


def groups(cut_key, level, records):
    """How many of the (key, weight) are in each group (section 5.4)."""
    out, count, weight = [], 0, 0
    for key, w in records:
        count, weight = count + 1, weight + w
        if count >= 2 and asks_for_cut(cut_key, level, key) or count == 512 or weight >= 262144:
            out.append(count)
            count = weight = 0
    return out + [count] if count else out
