"""What a client believes of a realm (spec/vault.md sections 13, 14): descriptors, signed notes, pinned signers, bundles."""

import base64
import hashlib
import json
import re
import urllib.parse

from . import ed25519
from . import ristretto255 as group
from .errors import MunimentError, check
from .opaque import p

MAX = 2 ** 53 - 1
DAY = 86_400_000
LEAST_WAITS = (0, 0, 0, 0, 60_000, 3_600_000, DAY, 2 * DAY, 3 * DAY, 3 * DAY)
_SINGLE = "realm serial previous issued expires operator opaque limit waits unacknowledged rollback".split()
_WHITE_SPACE = {*range(9, 14), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}


def sha256(data):
    return hashlib.sha256(data).digest()


# Text of a descriptor.

def _decimal(text, most=MAX):
    check(re.fullmatch("[0-9]+", text, re.ASCII), "ERR_ENCODING", text)
    check(text == "0" or text[0] != "0", "ERR_NON_CANONICAL", text)
    check(len(text) <= 16 and int(text) <= most, "ERR_LIMIT", text)
    return int(text)


def _hex(text, length):
    check(re.fullmatch("(?:[0-9a-fA-F]{2})*", text, re.ASCII), "ERR_ENCODING", text)
    check(text == text.lower(), "ERR_NON_CANONICAL", text)
    check(len(text) == 2 * length, "ERR_FIELD", text)
    return bytes.fromhex(text)


def _base64(text, length=None):
    check(re.fullmatch("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", text, re.ASCII), "ERR_ENCODING", "base64")
    data = base64.b64decode(text)
    check(base64.b64encode(data).decode() == text, "ERR_NON_CANONICAL", "base64")
    check(length is None or len(data) == length, "ERR_FIELD", "base64")
    return data


def _operator(name):
    length = len(name.encode())
    check(length <= 128, "ERR_LIMIT", "operator")
    check(length and not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in name), "ERR_FIELD", "operator")
    return name


def parse_descriptor(data):
    """The descriptor of a text in bytes (VAULT-120 to VAULT-125); numbers, bytes and lists."""
    check(len(data) <= 32768, "ERR_LIMIT", "descriptor")
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise MunimentError("ERR_ENCODING", "UTF-8") from None
    title = re.fullmatch("muniment-vault-realm/([1-9][0-9]*)", lines[0], re.ASCII)
    check(title, "ERR_ENCODING", "the first line")
    check(title[1] == "1", "ERR_UNSUPPORTED_VERSION", title[1])
    check(len(lines) > 1 and lines.pop() == "", "ERR_ENCODING", "the last line")
    words = [line.split(" ") for line in lines[1:]]
    many = [w[0] for w in words[len(_SINGLE):]]
    channels, issuers = many.count("channel"), many.count("issuer")
    check([w[0] for w in words[:len(_SINGLE)]] == _SINGLE and channels and issuers
          and many == ["channel"] * channels + ["issuer"] * issuers, "ERR_ENCODING", "lines")
    counts = {"realm": 2, "serial": 2, "previous": 2, "issued": 2, "expires": 2, "opaque": 3, "limit": 2, "unacknowledged": 2,
              "rollback": 2, "channel": 5, "issuer": 3}
    check(all(len(w) == counts.get(w[0], len(w)) and len(w) > 1 for w in words), "ERR_ENCODING", "fields")
    check(channels <= 8 and issuers <= 8, "ERR_LIMIT", "lines")
    one = {w[0]: w[1] for w in words[:len(_SINGLE)]}
    check(one["opaque"] == "ristretto255-SHA512", "ERR_ENCODING", "suite")
    d = {
        "realm_id": _hex(one["realm"], 16), "serial": _decimal(one["serial"]), "previous": _hex(one["previous"], 32),
        "issued_ms": _decimal(one["issued"]), "expires_ms": _decimal(one["expires"]),
        "operator": _operator(lines[6].partition(" ")[2]), "server_public_key": _base64(words[6][2], 32),
        "limit": _decimal(one["limit"], 10), "waits_ms": [_decimal(w) for w in words[8][1:]],
        "unacknowledged_limit": _decimal(one["unacknowledged"], 30), "rollback": one["rollback"],
        "channel_keys": [{"key_id": _decimal(w[1], 255), "not_before_ms": _decimal(w[2]), "not_after_ms": _decimal(w[3]),
                          "public_key": _base64(w[4], 1216)} for w in words if w[0] == "channel"],
        "issuers": [(_issuer(w[1]), _base64(w[2], 32)) for w in words if w[0] == "issuer"],
    }
    check(d["expires_ms"] - d["issued_ms"] <= 400 * DAY, "ERR_LIMIT", "expires")
    check(all(c["not_after_ms"] - c["not_before_ms"] <= 90 * DAY for c in d["channel_keys"]), "ERR_LIMIT", "channel")
    check(d["serial"] >= 1 and (d["serial"] == 1) == (d["previous"] == bytes(32)), "ERR_FIELD", "serial")
    check(d["expires_ms"] > d["issued_ms"], "ERR_FIELD", "expires")
    check(d["limit"] >= 1 and len(d["waits_ms"]) == d["limit"] and d["waits_ms"] == sorted(d["waits_ms"]), "ERR_FIELD", "waits")
    check(d["unacknowledged_limit"] >= 1 and d["rollback"] in ("protected", "unprotected"), "ERR_FIELD")
    check(all(c["not_after_ms"] > c["not_before_ms"] for c in d["channel_keys"]), "ERR_FIELD", "channel")
    for key in ([c["key_id"] for c in d["channel_keys"]], d["issuers"]):
        check(all(a < b for a, b in zip(key, key[1:])), "ERR_FIELD", "order")
    return d


def _issuer(name):
    check(len(name.encode()) <= 256, "ERR_LIMIT", "issuer")
    check(re.fullmatch("[\x21-\x7e]+", name), "ERR_FIELD", "issuer")
    return name


def write_descriptor(d):
    def b64(data):
        return base64.b64encode(data).decode()
    lines = ["muniment-vault-realm/1", f"realm {d['realm_id'].hex()}", f"serial {d['serial']}", f"previous {d['previous'].hex()}",
             f"issued {d['issued_ms']}", f"expires {d['expires_ms']}", f"operator {d['operator']}",
             f"opaque ristretto255-SHA512 {b64(d['server_public_key'])}", f"limit {d['limit']}",
             "waits " + " ".join(map(str, d["waits_ms"])), f"unacknowledged {d['unacknowledged_limit']}", f"rollback {d['rollback']}"]
    lines += [f"channel {c['key_id']} {c['not_before_ms']} {c['not_after_ms']} {b64(c['public_key'])}" for c in d["channel_keys"]]
    lines += [f"issuer {name} {b64(key)}" for name, key in d["issuers"]]
    data = "".join(line + "\n" for line in lines).encode()
    check(parse_descriptor(data) == d, "ERR_NON_CANONICAL")
    return data


# Signed notes.

def _good_name(name):
    return name and "+" not in name and not any(ord(c) in _WHITE_SPACE for c in name)


def key_hash(name, public):
    return sha256(name.encode() + b"\n\x01" + public)[:4]


def parse_verifier(text):
    """(name, key hash, public key) of a verifier key; ERR_REALM_BUNDLE."""
    try:
        name, hash_, data = text.split("+", 2)
        data = _base64(data, 33)
        check(_good_name(name) and data[0] == 1 and key_hash(name, data[1:]).hex() == hash_, "ERR_FIELD")
    except (MunimentError, ValueError):
        raise MunimentError("ERR_REALM_BUNDLE", text) from None
    return name, bytes.fromhex(hash_), data[1:]


def parse_note(data):
    """(text, signatures as (name, key hash, signature)) (VAULT-126, VAULT-127)."""
    check(len(data) <= 65536, "ERR_LIMIT", "note")
    try:
        check(not any(b < 0x20 and b != 0x0A for b in data), "ERR_ENCODING", "control character")
        data.decode("utf-8")
        text, empty, tail = data.rpartition(b"\n\n")
        check(empty and tail.endswith(b"\n"), "ERR_ENCODING", "note")
        lines = tail[:-1].decode().split("\n")
        check(len(lines) <= 16, "ERR_LIMIT", "signatures")
        signatures = []
        for line in lines:
            dash, name, value = line.split(" ", 2)
            value = _base64(value)
            check(dash == "\u2014" and _good_name(name) and len(value) > 4, "ERR_ENCODING", "signature line")
            signatures.append((name, value[:4], value[4:]))
    except (UnicodeDecodeError, ValueError):
        raise MunimentError("ERR_ENCODING", "note") from None
    except MunimentError as error:
        raise MunimentError("ERR_ENCODING" if error.code == "ERR_NON_CANONICAL" else error.code) from None
    check(len({s[:2] for s in signatures}) == len(signatures), "ERR_ENCODING", "two signatures of one key")
    return text + b"\n", signatures


def open_note(data, verifiers):
    """(text, the verifiers that have signed) (VAULT-128, VAULT-129)."""
    text, signatures = parse_note(data)
    given = {(name, hash_): signature for name, hash_, signature in signatures}
    signed = [v for v in verifiers if v[:2] in given]
    check(all(ed25519.verify(key, text, given[name, hash_]) for name, hash_, key in signed), "ERR_AUTHENTICATION", "signature")
    check(signed, "ERR_AUTHENTICATION", "no known signer")
    return text, signed


def pin(signers):
    """The keys to be pinned (VAULT-131)."""
    keys = [parse_verifier(s) for s in signers]
    check(1 <= len(keys) <= 8 and len({k[2] for k in keys}) == len(keys), "ERR_REALM_BUNDLE", "signers")
    check(all(ed25519.good_key(k[2]) for k in keys), "ERR_REALM_BUNDLE", "a weak key")
    return keys


def _trusted(realm_id, keys, note):
    """(descriptor, signed by) where text, note, number of signers and realm hold (up to VAULT-132)."""
    text, signed = open_note(note, keys)
    descriptor = parse_descriptor(text)
    check(len(signed) >= min(2, len(keys)), "ERR_REALM_UNTRUSTED", "too few signers")
    check(descriptor["realm_id"] == realm_id, "ERR_REALM_UNTRUSTED", "another realm")
    return descriptor, signed


def accept(realm_id, keys, known, now_ms, note):
    """(descriptor, signed by, what is known now as (serial, hash of the note), usable channel keys) (VAULT-130 to VAULT-140)."""
    d, signed = _trusted(realm_id, keys, note)
    hash_ = sha256(note)
    if known:
        serial, known_hash = known
        check(d["serial"] >= serial, "ERR_REALM_OUTDATED", "serial")
        check(d["serial"] != serial or hash_ == known_hash, "ERR_REALM_UNTRUSTED", "another note of this serial")
        check(d["serial"] != serial + 1 or d["previous"] == known_hash, "ERR_REALM_UNTRUSTED", "previous")
    check(now_ms < d["expires_ms"], "ERR_REALM_OUTDATED", "expired")
    check(d["issued_ms"] <= now_ms + 600_000, "ERR_REALM_OUTDATED", "issued in the future")
    check(all(w >= least for w, least in zip(d["waits_ms"], LEAST_WAITS)), "ERR_REALM_OUTDATED", "waits")
    usable = [c for c in d["channel_keys"] if c["not_before_ms"] <= now_ms < c["not_after_ms"]]
    check(usable, "ERR_REALM_OUTDATED", "no channel key")
    group.decode(d["server_public_key"])
    check(all(ed25519.good_key(key) for _, key in d["issuers"]), "ERR_ELEMENT", "issuer")
    return d, signed, (d["serial"], hash_), usable


def known_from_bundle(realm_id, keys, note):
    """Serial and hash of a bundle's note, expired or not (VAULT-151)."""
    return _trusted(realm_id, keys, note)[0]["serial"], sha256(note)


# Section 14: bundles, fingerprints, token files.

def load_json(data):
    """JSON of RFC 8259, without NaN and the like and without unpaired surrogates; ValueError or RecursionError."""
    def refuse(constant):
        raise ValueError(constant)
    value = json.loads(data.decode("utf-8"), parse_constant=refuse)
    json.dumps(value, ensure_ascii=False).encode()
    return value


def read_json(data, limit, members):
    """An object with exactly these members, each of the type that is given; ERR_REALM_BUNDLE."""
    check(len(data) <= limit, "ERR_REALM_BUNDLE", "length")
    try:
        value = load_json(data)
    except (ValueError, RecursionError):
        raise MunimentError("ERR_REALM_BUNDLE", "not JSON") from None
    check(isinstance(value, dict) and set(value) == set(members), "ERR_REALM_BUNDLE", "members")
    for name, kind in members.items():
        check(isinstance(value[name], kind), "ERR_REALM_BUNDLE", name)
    return value


def check_url(url):
    """What the table of section 14 allows."""
    check(len(url) <= 512 and re.fullmatch(r"https?://(\[[0-9A-Fa-f:.]+\]|[^\[\]:/@<>^|]+)(:[0-9]*)?(/.*)?", url), "ERR_REALM_BUNDLE", "url")
    check(re.fullmatch(r"[\x21-\x7e]+", url) and not re.search(r"[?#\\]", url), "ERR_REALM_BUNDLE", "url")
    try:
        urllib.parse.urlsplit(url).port
    except ValueError:
        raise MunimentError("ERR_REALM_BUNDLE", "url") from None


def parse_bundle(data):
    bundle = read_json(data, 65536, {"format": str, "url": str, "realm": str, "signers": list, "note": str})
    check(bundle["format"] == "muniment-vault-bundle/1", "ERR_REALM_BUNDLE", "format")
    check_url(bundle["url"])
    check(re.fullmatch("[0-9a-f]{32}", bundle["realm"]) and bundle["note"], "ERR_REALM_BUNDLE")
    check(all(isinstance(s, str) for s in bundle["signers"]), "ERR_REALM_BUNDLE", "signers")
    pin(bundle["signers"])
    return bundle


_BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def fingerprint(realm_id, signers):
    names = sorted(s.encode("utf-8", "replace") for s in signers)
    check(len(names) < 256, "ERR_REALM_BUNDLE", "signers")
    data = b"muniment v1 vault fingerprint\0" + realm_id + bytes([len(names)]) + b"".join(map(p, names))
    n = int.from_bytes(sha256(data)[:13], "big") >> 4
    return "-".join("".join(_BASE32[n >> 5 * i & 31] for i in range(g, g - 4, -1)) for g in range(19, 0, -4))


def typed_fingerprint(text):
    """The canonical form of what somebody typed (VAULT-152)."""
    check(len(text) <= 256, "ERR_REALM_BUNDLE", "fingerprint")
    text = "".join(c for c in text if ord(c) not in _WHITE_SPACE and c != "-")
    check(re.fullmatch("[0-9A-Za-z]{20}", text), "ERR_REALM_BUNDLE", "fingerprint")
    text = text.upper().replace("I", "1").replace("L", "1").replace("O", "0")
    check(all(c in _BASE32 for c in text), "ERR_REALM_BUNDLE", "fingerprint")
    return "-".join(text[i:i + 4] for i in range(0, 20, 4))
