"""Keyring objects, the keyrings of a store, merging (spec/keys.md sections 5 to 8).

An opened keyring is a dict: hash, public and body (decoded KeyringPublic and KeyringBody), root_key, name.
An unlock is one of ("recovery-key", material), ("device", method id, secret), ("secret", method id, secret),
("root-key", root key); "device" takes slots of that type only.
"""

import os
import time

from . import cobblestone, hkdf, keys, protobuf, recovery_key, wire, x_wing
from .errors import MunimentError, check

MAGIC, VERSION, LIMIT, MOST = b"MUNIKEYR", 1, 2097152, 64
RECOVERY_KEY, VAULT, DEVICE = 1, 2, 4
_UNKNOWN = ("ERR_UNSUPPORTED_VERSION", "ERR_CRITICAL_FEATURE")


# One keyring

def parse(data, name=None):
    """(decoded public part, sealed body): step 1 of `open`, all that needs no key (KEYS-051 to KEYS-054, KEYS-092)."""
    check(len(data) <= LIMIT, "ERR_LIMIT", "keyring")
    check(data[:8] == MAGIC, "ERR_KEYRING_MAGIC")
    check(len(data) >= 10, "ERR_ENCODING", "version")
    check(int.from_bytes(data[8:10], "big") == VERSION, "ERR_UNSUPPORTED_VERSION")
    public, at = _part(data, 10)
    sealed, at = _part(data, at)
    check(len(data) == at + 32, "ERR_ENCODING", "lengths")
    public = protobuf.decode("KeyringPublic", public)
    ids = [s["method_id"] for s in public["slots"]]
    check(all(a < b for a, b in zip(ids, ids[1:])), "ERR_FIELD", "order of slots")
    for slot in public["slots"]:
        good = len(slot["key_id"]) == 4 and all(c in recovery_key.ALPHABET for c in slot["key_id"])
        check(good if slot["type"] == RECOVERY_KEY else not slot["key_id"], "ERR_FIELD", "key id")
        check(("vault" in slot) == (slot["type"] == VAULT), "ERR_FIELD", "locator")
    check(public["parents"] or public["generation"] == 1, "ERR_FIELD", "generation of a first keyring")
    if name is not None:
        check(name == object_name(public), "ERR_FIELD", "name " + name)
    return public, sealed


def _part(data, at):
    check(len(data) >= at + 4, "ERR_ENCODING", "length")
    end = at + 4 + int.from_bytes(data[at:at + 4], "big")
    check(len(data) >= end, "ERR_ENCODING", "part")
    return data[at + 4:end], end


def object_name(public):
    return wire.make_name({"kind": "keyring", "generation": public["generation"], "id": public["keyring_id"]})


def _body_context(public):
    return wire.context("keyring-body", public["archive_id"], 0, public["keyring_id"], public["generation"])


def _unlock(public, unlock):
    """(root key, slot, method secret); the last two are None for a root key."""
    kind, *rest = unlock
    archive_id, slots = public["archive_id"], public["slots"]
    if kind == "root-key":
        return rest[0], None, None
    if kind == "recovery-key":
        typed = recovery_key.key_id(rest[0])
        ids = [s["key_id"] for s in slots if s["type"] == RECOVERY_KEY]
        check(typed in ids, "ERR_RECOVERY_KEY_OTHER", typed=typed, ids=ids)
        for slot in slots:
            if slot["type"] == RECOVERY_KEY and slot["key_id"] == typed:
                secret = recovery_key.secret(rest[0], slot["salt"])
                try:
                    return keys.open_slot(secret, archive_id, slot), slot, secret
                except MunimentError:
                    pass
        raise MunimentError("ERR_AUTHENTICATION")
    method_id, secret = rest
    slot = next((s for s in slots if s["method_id"] == method_id), None)
    check(slot and (kind == "secret" or slot["type"] == DEVICE), "ERR_METHOD_UNKNOWN")
    return keys.open_slot(secret, archive_id, slot), slot, secret


def open_(data, unlock, name=None):
    """The opened keyring (section 6.1)."""
    public, sealed = parse(data, name)
    root_key, slot, secret = _unlock(public, unlock)
    body_key, mac_key, _ = keys.root_key_keys(root_key)
    check(hkdf.equal(hkdf.hmac_sha256(mac_key, data[:-32]), data[-32:]), "ERR_KEYRING_MAC")
    body = protobuf.decode("KeyringBody", cobblestone.open_([body_key], _body_context(public), sealed))
    methods, slots, epochs = body["methods"], public["slots"], body["epochs"]
    check([(m["method_id"], m["type"]) for m in methods] == [(s["method_id"], s["type"]) for s in slots],
          "ERR_KEYRING_BODY", "methods and slots")
    check(not any(m["method_id"] in body["removed_methods"] for m in methods), "ERR_KEYRING_BODY", "removed method")
    check(all((a["number"], a["key"]) < (b["number"], b["key"]) for a, b in zip(epochs, epochs[1:])),
          "ERR_KEYRING_BODY", "order of epochs")
    check(len(epochs) < 2 or epochs[-2]["number"] < epochs[-1]["number"], "ERR_KEYRING_BODY", "greatest epoch")
    check(public["parents"] or [e["number"] for e in epochs] == [1], "ERR_KEYRING_BODY", "epochs of a first keyring")
    if slot:
        method = methods[slots.index(slot)]
        check(method["public_key"] == x_wing.public_key(secret), "ERR_KEYRING_BODY", "public key")
    return {"hash": hkdf.sha256(data), "public": public, "body": body, "root_key": root_key, "name": object_name(public)}


def make(public, body, root_key):
    """The bytes of a keyring object."""
    body_key, mac_key, _ = keys.root_key_keys(root_key)
    parts = [protobuf.encode("KeyringPublic", public), protobuf.encode("KeyringBody", body)]
    parts[1] = cobblestone.seal(body_key, _body_context(public), parts[1])
    data = MAGIC + VERSION.to_bytes(2, "big") + b"".join(len(p).to_bytes(4, "big") + p for p in parts)
    data += hkdf.hmac_sha256(mac_key, data)
    check(len(data) <= LIMIT, "ERR_LIMIT", "keyring")
    return data


# The keyrings of a store

def open_store(objects, unlock):
    """What a store's keyrings are, `objects` being (name, bytes) of all below `keyring/`.

    {"opened": {hash: keyring}, "tips": [keyring], "warned": [(name, error)], "junk": [(name, error)], "deletable": [name]}
    """
    found, names, junk, unknown, opened, failed = {}, {}, [], {}, {}, {}  # by hash
    for name, data in objects:
        hash_ = hkdf.sha256(data)
        try:
            wire.parse_name(name)
            found[hash_] = parse(data, name)[0]
        except MunimentError as error:
            if error.code not in _UNKNOWN:
                junk.append((name, error))
                continue
            unknown[hash_] = error
        names[hash_] = name
        check(len(found) <= MOST, "ERR_LIMIT", "keyrings")
    for name, data in objects:
        hash_ = hkdf.sha256(data)
        if hash_ in found and names[hash_] == name:
            try:
                opened[hash_] = open_(data, unlock, name)
            except MunimentError as error:
                failed[hash_] = error

    def age(hash_):
        return found[hash_]["generation"], hash_
    for hash_ in sorted(opened, key=age):  # parents first: one of no lower generation is reason enough to refuse
        _succession(hash_, opened, failed)
    opened = {h: k for h, k in opened.items() if h not in failed}
    if not opened:
        raise [*(failed[h] for h in sorted(failed, key=age, reverse=True)), *unknown.values(), *(e for _, e in junk),
               MunimentError("ERR_ARCHIVE_MISSING", "no keyring")][0]
    ancestors = {h: _ancestors(h, found) for h in opened}
    below = set().union(*ancestors.values())
    tips = [opened[h] for h in sorted(set(opened) - below, key=age, reverse=True)]
    parents = {p for t in tips for p in t["public"]["parents"]}
    deletable = [n for h, n in names.items() if all(h in ancestors[t["hash"]] for t in tips) and h not in parents]
    return {"opened": opened, "tips": tips, "junk": sorted(junk, key=lambda x: x[0]), "deletable": sorted(deletable),
            "warned": sorted(((names[h], e) for h, e in {**failed, **unknown}.items() if h not in below), key=lambda x: x[0])}


def _ancestors(hash_, found):
    """Hashes that a keyring descends from, as far as the objects between are there (KEYS-080)."""
    out, todo = set(), [hash_]
    while todo:
        for parent in found.get(todo.pop(), {"parents": []})["parents"]:
            if parent not in out:
                out.add(parent)
                todo.append(parent)
    return out


def _succession(hash_, opened, failed):
    """Refuse a keyring that breaks KEYS-081 to KEYS-083 or has a refused parent (KEYS-062)."""
    keyring = opened[hash_]
    hashes = keyring["public"]["parents"]
    parents = [opened[h] for h in hashes if h in opened]
    generation, epochs = keyring["public"]["generation"], _epochs(keyring)
    good = not any(h in opened and h in failed for h in hashes)
    for p in parents:
        good = good and _epochs(p) <= epochs and generation > p["public"]["generation"] and _shared(p) == _shared(keyring)
    if parents and len(parents) == len(hashes):
        good = good and generation == 1 + max(p["public"]["generation"] for p in parents)
        good = good and max(epochs)[0] <= 1 + max(max(_epochs(p))[0] for p in parents)
    if not good:
        failed[hash_] = MunimentError("ERR_KEYRING_SUCCESSION")


def _epochs(keyring):
    return {(e["number"], e["key"]) for e in keyring["body"]["epochs"]}


def _shared(keyring):
    return keyring["public"]["archive_id"], keyring["body"]["dedup_key"], keyring["body"]["chunker_key"]


# Merging

def doubts(tips):
    """[(hash of a tip, method ids that only it adds, method ids that only it removes)], those with any (KEYS-085)."""
    out = []
    for t in sorted(tips, key=lambda k: k["hash"]):
        added, removed = set(), set()
        mine, gone = _method_ids(t), set(t["body"]["removed_methods"])
        for s in tips:
            if s["body"]["removed_methods"] and _epochs(s) - _epochs(t):
                added |= mine - _method_ids(s) - set(s["body"]["removed_methods"])
                removed |= _method_ids(s) & gone
        if added or removed:
            out.append((t["hash"], sorted(added), sorted(removed)))
    return out


def _method_ids(keyring):
    return {m["method_id"] for m in keyring["body"]["methods"]}


def merge(tips, disowned=(), now_ms=None, random=os.urandom):
    """The bytes of the keyring that merges the tips; `disowned` are hashes (spec/keys.md section 8.3)."""
    check(2 <= len(tips) <= 16, "ERR_LIMIT", "tips")
    check(len({_shared(t) for t in tips}) == 1, "ERR_KEYRING_SUCCESSION", "tips of several archives")
    own = sorted((t for t in tips if t["hash"] not in disowned), key=lambda t: (t["public"]["generation"], t["hash"]))
    check(own, "ERR_USAGE", "all tips are disowned")
    removed = set().union(*(t["body"]["removed_methods"] for t in own))
    all_ = {}  # by id: (what must agree, method, slots of all tips that have it)
    for t in own:
        for m, s in zip(t["body"]["methods"], t["public"]["slots"]):
            same = m["type"], s["key_id"], s["salt"], s.get("vault"), m["public_key"]
            known = all_.setdefault(m["method_id"], (same, dict(m), []))
            check(known[0] == same, "ERR_KEYRING_SUCCESSION", "a method in two forms")
            known[1].update(label=min(known[1]["label"], m["label"], key=str.encode), created_ms=min(known[1]["created_ms"], m["created_ms"]))
            known[2].append(s)
    kept = [(m, min(slots, key=lambda s: s["sealed_root_key"])) for id_, (_, m, slots) in sorted(all_.items()) if id_ not in removed]
    check(any(m["type"] in (RECOVERY_KEY, VAULT) for m, _ in kept), "ERR_LAST_METHOD")
    epochs = {}
    for e in (e for t in tips for e in t["body"]["epochs"]):
        epochs[e["number"], e["key"]] = min(e["created_ms"], epochs.get((e["number"], e["key"]), e["created_ms"]))
    slots, root_key = [s for _, s in kept], own[0]["root_key"]
    if (set(disowned) or len(kept) < len(all_) or len({t["root_key"] for t in tips}) > 1
            or any(_epochs(t) != set(epochs) for t in tips)):
        root_key = random(32)
        check(max(epochs)[0] < 2 ** 32 - 1, "ERR_LIMIT", "epochs")
        epochs[1 + max(epochs)[0], random(32)] = int(time.time() * 1000) if now_ms is None else now_ms
        archive_id = tips[0]["public"]["archive_id"]
        slots = [dict(s, sealed_root_key=keys.seal_slot(root_key, archive_id, s["type"], s["method_id"], s["salt"], m["public_key"]))
                 for m, s in kept]
    public = {"archive_id": tips[0]["public"]["archive_id"], "generation": 1 + max(t["public"]["generation"] for t in tips),
              "keyring_id": random(16), "parents": sorted(t["hash"] for t in tips), "slots": slots}
    body = {"dedup_key": tips[0]["body"]["dedup_key"], "chunker_key": tips[0]["body"]["chunker_key"],
            "epochs": [{"number": n, "key": k, "created_ms": ms} for (n, k), ms in sorted(epochs.items())],
            "methods": [m for m, _ in kept], "removed_methods": sorted(removed)}
    if "policy" in own[-1]["body"]:
        body["policy"] = own[-1]["body"]["policy"]
    return make(public, body, root_key)
