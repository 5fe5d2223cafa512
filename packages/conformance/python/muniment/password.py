"""Password input (spec/opaque.md section 5): OpaqueString by the table of Unicode 17.0, opaque-string-17.0.txt beside this file."""

import functools
import os
from bisect import bisect_right

from .errors import check
from .opaque import p

_TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "opaque-string-17.0.txt")
_CONTEXT_SCRIPTS = ("Hiragana", "Katakana", "Han")


@functools.cache
def _tables():
    """Of property, space, class, joining and script (starts, ends, values); decompositions and compositions as dicts."""
    ranges = {kind: ([], [], []) for kind in ("property", "space", "class", "joining", "script")}
    decompositions, compositions = {}, {}
    with open(_TABLE, encoding="ascii") as file:
        for line in file:
            kind, *fields = line.rstrip("\n").split(" ; ")
            if kind in ranges:
                first, _, last = fields[0].partition("..")
                for values, value in zip(ranges[kind], (int(first, 16), int(last or first, 16), (fields + [""])[1])):
                    values.append(value)
            elif kind == "decomposition":
                decompositions[int(fields[0], 16)] = [int(x, 16) for x in fields[1].split()]
            elif kind == "composition":
                compositions[tuple(int(x, 16) for x in fields[0].split())] = int(fields[1], 16)
    return ranges, decompositions, compositions


def _look_up(kind, cp, default=None):
    starts, ends, values = _tables()[0][kind]
    i = bisect_right(starts, cp) - 1
    return values[i] if i >= 0 and cp <= ends[i] else default


def _class(cp):
    return int(_look_up("class", cp, "0"))


def _nfc(cps):
    """Normalization Form C (UAX 15); Hangul syllables stay as they are, jamo never come here."""
    _, decompositions, compositions = _tables()
    cps = [d for cp in cps for d in decompositions.get(cp, [cp])]
    for i in range(1, len(cps)):  # canonical order: marks sorted stably by class
        ccc, j = _class(cps[i]), i
        while ccc and j and _class(cps[j - 1]) > ccc:
            cps[j - 1], cps[j] = cps[j], cps[j - 1]
            j -= 1
    out, starter, last = [], None, 0
    for cp in cps:
        ccc, composite = _class(cp), None
        if starter is not None and (last < ccc or starter == len(out) - 1):
            composite = compositions.get((out[starter], cp))
        if composite is not None:
            out[starter] = composite
            continue
        out.append(cp)
        if ccc == 0:
            starter = len(out) - 1
        last = ccc
    return out


def _in_context(s, i):
    """The contextual rules of section 5.2."""
    c, before, after = s[i], s[i - 1] if i else None, s[i + 1] if i + 1 < len(s) else None
    if c in (0x200C, 0x200D) and before is not None and _class(before) == 9:
        return True
    if c == 0x200C:
        left = [t for t in (_look_up("joining", x, "U") for x in s[:i]) if t != "T"]
        right = [t for t in (_look_up("joining", x, "U") for x in s[i + 1:]) if t != "T"]
        return bool(left and right) and left[-1] in "LD" and right[0] in "RD"
    if c == 0xB7:
        return before == after == 0x6C
    if c == 0x375:
        return after is not None and _look_up("script", after) == "Greek"
    if c in (0x5F3, 0x5F4):
        return before is not None and _look_up("script", before) == "Hebrew"
    if c == 0x30FB:
        return any(_look_up("script", x) in _CONTEXT_SCRIPTS for x in s)
    if 0x660 <= c <= 0x669:
        return not any(0x6F0 <= x <= 0x6F9 for x in s)
    return 0x6F0 <= c <= 0x6F9 and not any(0x660 <= x <= 0x669 for x in s)


def _check(s):
    check(s, "ERR_PASSWORD_CHARACTERS", "empty", position=0, reason="empty")
    for i, c in enumerate(s):
        kind = _look_up("property", c, "UNASSIGNED").lower()
        check(kind == "valid" or kind == "context" and _in_context(s, i), "ERR_PASSWORD_CHARACTERS",
              f"{kind} at {i}", position=i, reason=kind)


def prepare(cps):
    """The prepared password, both as code points; OPAQUE-020 to OPAQUE-023."""
    cps = list(cps)
    check(sum(1 + (c > 0xFFFF) for c in cps) <= 4096, "ERR_LIMIT", "password")
    _check(cps)
    prepared = _nfc([0x20 if _look_up("space", c) is not None else c for c in cps])
    _check(prepared)
    check(len(to_utf8(prepared)) <= 1024, "ERR_LIMIT", "password")
    return prepared


def to_utf8(cps):
    return "".join(map(chr, cps)).encode()


def password_input(account_id, password):
    """`password` is a string; OPAQUE-024."""
    check(1 <= len(account_id) <= 1024, "ERR_USAGE", "account id")
    return p(b"muniment v1 password") + p(account_id) + p(to_utf8(prepare(map(ord, password))))
