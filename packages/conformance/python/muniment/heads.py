"""Heads: opening them, which count, tips (spec/archive.md sections 7 and 8)."""

import hashlib

from . import cobblestone, hkdf, packs, protobuf, wire
from .errors import check

SNAPSHOT, LINK = 1, 2
LIMIT = cobblestone.object_length(2 ** 24)


def open_head(archive, name, data):
    """{name, epoch, id, head, stable}: a decoded Head and its HeadStable."""
    parts = wire.parse_name(name)
    check(parts["kind"] == "head", "ERR_FOREIGN_OBJECT", name)
    check(parts["epoch"] <= max(n for n, _ in archive["epochs"]), "ERR_KEYRING_OUTDATED", name)
    check(len(data) <= LIMIT, "ERR_LIMIT", name)
    context = wire.context("head", archive["archive_id"], parts["epoch"], parts["id"], parts["sequence"])
    head = protobuf.decode("Head", wire.unframe(cobblestone.open_(packs.keys_of(archive, parts["epoch"]), context, data)))
    stable = protobuf.decode("HeadStable", head["stable"])
    check(stable["archive_id"] == archive["archive_id"] and stable["sequence"] == parts["sequence"], "ERR_HEAD", "archive or sequence")
    devices = [c["device_id"] for c in stable["clock"]]
    check(stable["device_id"] in devices and all(a < b for a, b in zip(devices, devices[1:])), "ERR_HEAD", "clock")
    check(stable["kind"] == LINK or not stable["endorsed"], "ERR_HEAD", "a snapshot that endorses")
    check(("root" in head) == ("totals" in stable), "ERR_HEAD", "root and totals")
    if "root" not in head:
        check(head["depth"] == 0 and stable["entries_digest"] == hashlib.sha256().digest(), "ERR_HEAD", "no root")
    check(stable["kind"] != LINK or "root" not in head, "ERR_HEAD", "a link with a root")
    return {"name": name, "epoch": parts["epoch"], "id": hkdf.sha256(head["stable"]), "head": head, "stable": stable}


def counting(archive, heads):
    """The heads that count (ARCH-060)."""
    greatest = max(n for n, _ in archive["epochs"])
    by_id = {}
    for h in heads:
        by_id.setdefault(h["id"], []).append(h)
    todo = [h for h in heads if h["epoch"] == greatest]
    found = {h["name"]: h for h in todo}
    while todo:
        stable = todo.pop()["stable"]
        for h in (h for i in stable["parents"] + stable["endorsed"] for h in by_id.get(i, ())):
            if h["name"] not in found:
                found[h["name"]] = h
                todo.append(h)
    return list(found.values())


def used(heads):
    """Of the heads with one snapshot id the one to use, by id (ARCH-054)."""
    out = {}
    for h in sorted(heads, key=lambda h: (h["epoch"], h["head"]["revision"], h["name"])):
        out[h["id"]] = h
    return out


def descends(a, b):
    """Whether head a descends from head b."""
    mine, other = ({c["device_id"]: c["count"] for c in h["stable"]["clock"]} for h in (a, b))
    return mine != other and all(mine.get(d, 0) >= n for d, n in other.items())


def tips(by_id):
    """The ids of the tips among heads that count."""
    return sorted(i for i, h in by_id.items() if not any(descends(other, h) for other in by_id.values()))
