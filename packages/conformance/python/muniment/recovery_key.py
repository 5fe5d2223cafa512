"""The 64-digit recovery key (spec/keys.md section 3) and the secret of its method (KEYS-041)."""

import os

from . import hkdf
from .errors import MunimentError, check

_T = [[int(d) for d in row] for row in ("0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
                                       "3674209581", "5869720134", "8945362017", "9438617205", "2581436790")]
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ZEROS = """
0030 0660 06F0 07C0 0966 09E6 0A66 0AE6 0B66 0BE6 0C66 0CE6 0D66 0DE6 0E50 0ED0 0F20 1040 1090 17E0 1810 1946
19D0 1A80 1A90 1B50 1BB0 1C40 1C50 A620 A8D0 A900 A9D0 A9F0 AA50 ABF0 FF10 104A0 10D30 10D40 11066 110F0 11136
111D0 112F0 11450 114D0 11650 116C0 116D0 116DA 11730 118E0 11950 11BF0 11C50 11D50 11DA0 11DE0 11F50 16130
16A60 16AC0 16B50 16D70 1CCF0 1D7CE 1D7D8 1D7E2 1D7EC 1D7F6 1E140 1E2F0 1E4F0 1E5F1 1E950 1FBF0"""
_IGNORED = """
0009..000D 0020 002D 0085 00A0 058A 05BE 1400 1680 1806 2000..200A 2010..2015 2028..2029 202F 205F 2E17 2E1A
2E3A..2E3B 2E40 2E5D 3000 301C 3030 30A0 FE31..FE32 FE58 FE63 FF0D 10D6E 10EAD"""
_VALUE = {int(zero, 16) + v: v for zero in _ZEROS.split() for v in range(10)}
for _run in _IGNORED.split():
    _VALUE.update({c: None for c in range(int(_run[:_run.find(".")] if "." in _run else _run, 16),
                                          int(_run.split(".")[-1], 16) + 1)})


def chain(start, digits):
    for d in digits:
        start = _T[start][d]
    return start


def _digits(text, expected):
    digits = []
    for position, character in enumerate(text, 1):
        check(position <= 1024, "ERR_RECOVERY_KEY_LENGTH")
        check(ord(character) in _VALUE, "ERR_RECOVERY_KEY_CHARACTER", position=position)
        if _VALUE[ord(character)] is not None:
            digits.append(_VALUE[ord(character)])
    check(len(digits) == expected, "ERR_RECOVERY_KEY_LENGTH", digits=len(digits), expected=expected)
    return digits


def parse(text):
    """The key material, 60 bytes of ASCII, of a typed key."""
    digits = _digits(text, 64)
    wrong = [i + 1 for i in range(4) if chain(i, digits[16 * i:16 * i + 16])]
    if wrong:
        raise MunimentError("ERR_RECOVERY_KEY_ROW", row=wrong[0], rows=",".join(map(str, wrong)))
    return "".join(str(d) for i, d in enumerate(digits) if i % 16 < 15).encode()


def rows(material):
    """The four rows of 16 digits, check digits included."""
    out = []
    for i in range(4):
        row = material[15 * i:15 * i + 15].decode()
        out.append(row + str(chain(i, map(int, row))))
    return out


def check_row(material, row, text):
    """What the user typed back for a row, 1 to 4 (KEYS-030)."""
    check(1 <= row <= 4, "ERR_USAGE", "row")
    digits = _digits(text, 16)
    check(chain(row - 1, digits) == 0, "ERR_RECOVERY_KEY_ROW", row=row)
    check("".join(map(str, digits)) == rows(material)[row - 1], "ERR_RECOVERY_KEY_OTHER", row=row)


def generate(random=os.urandom):
    """New key material; `random(n)` gives n random bytes."""
    digits = ""
    while len(digits) < 60:
        digits += "".join(str(b % 10) for b in random(60 - len(digits)) if b < 250)
    return digits.encode()


def key_id(material):
    n = int.from_bytes(hkdf.hkdf(b"", material, b"muniment v1 recovery-key id", 3), "big") >> 4
    return "".join(ALPHABET[n >> shift & 31] for shift in (15, 10, 5, 0))


def secret(material, salt):
    return hkdf.hkdf(salt, material, b"muniment v1 recovery-key secret", 32)
