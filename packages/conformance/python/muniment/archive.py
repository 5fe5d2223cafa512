"""An archive in a store: keyring, heads, marks, snapshots (spec/archive.md sections 7, 8, 11)."""

import re

from . import cobblestone, heads, keyring, manifest, packs, protobuf, wire
from .errors import MunimentError, check

_LEFTOVER = re.compile(r"(^|/)~muniment-(put-[0-9a-f]{32}|lock-[^/]*)[.]tmp$")  # STORE-043


def open_archive(store, unlock):
    """What the newest tip of the keyring opens."""
    return open_archives(store, unlock)[0]


def open_archives(store, unlock):
    """What each tip of the keyring opens, the newest first (KEYS-065): dicts with store, archive_id, dedup_key, epochs, keyring, and
    `reports`, a list of (name, error) of all that is to be reported and otherwise ignored."""
    objects, reports = keyring_objects(store)
    if not objects:
        raise next((e for n, e in reports if n.startswith("keyring/")), MunimentError("ERR_ARCHIVE_MISSING"))
    state = keyring.open_store(objects, unlock)
    return [{"store": store, "archive_id": tip["public"]["archive_id"], "dedup_key": tip["body"]["dedup_key"],
             "epochs": [(e["number"], e["key"]) for e in tip["body"]["epochs"]], "keyring": tip,
             "reports": reports + state["junk"] + state["warned"]} for tip in state["tips"]]


def keyring_objects(store):
    """([(name, bytes)] of the keyrings of a store, [(name, error)] of what else there is and is no object)."""
    objects, reports = [], []
    for name in store.names(""):
        try:
            if not _LEFTOVER.search(name) and wire.parse_name(name)["kind"] == "keyring":
                objects.append((name, _read(store, name, keyring.LIMIT)))
        except MunimentError as error:
            reports.append((name, error))
    return objects, reports


def _read(store, name, limit):
    """A whole object of at most `limit` bytes."""
    size = store.size(name)
    check(size is not None, "ERR_STORE_NOT_FOUND", name)
    check(size <= limit, "ERR_LIMIT", name)
    return store.read(name, 0, size)


def read_heads(archive):
    """All heads that open; the others are added to the reports (ARCH-062, ARCH-063, ARCH-065)."""
    found, failed, again = {}, {}, True
    while again:
        again = False
        for name in archive["store"].names("heads/"):
            if name not in found and name not in failed and _is_head(name):
                try:
                    found[name] = read_head(archive, name)
                except MunimentError as error:
                    failed[name] = error
                    again = again or error.code == "ERR_STORE_NOT_FOUND"
    archive["reports"] += failed.items()
    return list(found.values())


def _is_head(name):
    try:
        return wire.parse_name(name)["kind"] == "head"
    except MunimentError:
        return False  # reported when the archive was opened


def read_head(archive, name):
    parts = wire.parse_name(name)
    check(parts["kind"] == "head", "ERR_FOREIGN_OBJECT", name)
    return heads.open_head(archive, name, _read(archive["store"], name, heads.LIMIT))


def read_mark(archive, name):
    """The decoded Mark of an object under marks/."""
    parts = wire.parse_name(name)
    check(parts["kind"] == "mark", "ERR_FOREIGN_OBJECT", name)
    context = wire.context("mark", archive["archive_id"], parts["epoch"], parts["id"])
    data = cobblestone.open_(packs.keys_of(archive, parts["epoch"]), context, _read(archive["store"], name, heads.LIMIT))
    return protobuf.decode("Mark", wire.unframe(data))


def current_heads(archive):
    """The heads to use, by id, of those that count; the store is asked once."""
    if "heads" not in archive:
        archive["heads"] = heads.used(heads.counting(archive, read_heads(archive)))
    return archive["heads"]


def snapshots(archive):
    """The heads to use of the snapshots that count, oldest first; link heads are none."""
    return sorted((h for h in current_heads(archive).values() if h["stable"]["kind"] == heads.SNAPSHOT),
                  key=lambda h: (h["stable"]["time_ms"], h["stable"]["sequence"], h["id"]))


def entries(archive, head, on_error=None):
    """Yield (entry, record, place) of a snapshot; parts that cannot be read go to on_error, or are raised."""
    yield from manifest.walk(archive, head["head"].get("root"), head["head"]["depth"], head["stable"]["entries_digest"], on_error)


def lost_part(places, error):
    """What is reported of a part of the list of files that cannot be read: the range of its paths (ARCH-090)."""
    after, end = places
    return MunimentError(error.code, f"the paths after {after!r} up to {end!r}" if end else f"the paths after {after!r}")
