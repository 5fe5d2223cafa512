"""Manifests: walking the tree, entries, extents (spec/archive.md section 6)."""

import hashlib

from . import packs, protobuf
from .errors import MunimentError, check

FILE, DIRECTORY, SYMLINK, HARD_LINK = 1, 2, 3, 4


def walk(archive, root, depth, entries_digest=None, on_error=None):
    """Yield (entry, record, place) for each path in order, and check all of section 6 but content.

    `root` is a decoded Location; place is what `extents` needs. With `on_error`, a node that cannot be read is reported to it
    as ((path before it, its last path or None), error) and left out (ARCH-108); otherwise its error is raised.
    """
    state = {"last": [], "kinds": {}, "digest": hashlib.sha256(), "lost": [], "on_error": on_error}
    if root is not None:
        yield from _node(archive, packs.locate_root(root), depth, None, state)
    if entries_digest is not None and not state["lost"]:
        check(state["digest"].digest() == entries_digest, "ERR_ENTRIES_DIGEST")


def _node(archive, place, level, last_path, state):
    try:
        node = protobuf.decode("ManifestNode", packs.read_chunk(archive, place))
        own = place[0]
        for block in node["blocks"]:
            packs.check_block(node["packs"], block, own)
        check(bool(node["records"]) != bool(node["children"]), "ERR_MANIFEST", "neither or both of records and children")
        check(bool(node["records"]) == (level == 0), "ERR_MANIFEST", "level")
        _check_children(node["children"], last_path, state)
        leaf = _leaf(node, own, last_path, state)
    except MunimentError as error:
        _lose(state, last_path, error)
        return
    yield from leaf
    for child in node["children"]:
        path = child["last_path"]
        try:
            inner = packs.locate(node["packs"], node["blocks"], child["chunk"], own)
        except MunimentError as error:
            _lose(state, path, error)
        else:
            yield from _node(archive, inner, level - 1, path, state)
        state["last"] = path.split(b"/")


def _check_children(children, last_path, state):
    """The children of a branch lie behind all before them, in order, and end where the branch does (ARCH-041). A node fits one such
    place alone, also in a manifest of which parts are lost, so that none is walked twice."""
    paths = [c["last_path"].split(b"/") for c in children]
    check(all(a < b for a, b in zip([state["last"]] + paths, paths)), "ERR_MANIFEST", "order of children")
    check(not paths or last_path is None or paths[-1] == last_path.split(b"/"), "ERR_MANIFEST", "last path of a branch")
    check(len({c["chunk"]["id"] for c in children}) == len(children), "ERR_MANIFEST", "a child twice")


def _lose(state, last_path, error):
    if not state["on_error"]:
        raise error
    state["lost"].append((state["last"], last_path and last_path.split(b"/")))
    state["on_error"]((b"/".join(state["last"]), last_path), error)


def _leaf(node, own, last_path, state):
    """The checked entries of a leaf; none of them is given out if one breaks a rule."""
    out, digest, kinds, last = [], state["digest"].copy(), {}, state["last"]

    def is_a(kind, path, lost):
        return kinds.get(path, state["kinds"].get(path, kind if lost else None)) == kind

    def lost(path):
        path = path.split(b"/")
        return any(after < path and (end is None or path <= end) for after, end in state["lost"])
    for record in node["records"]:
        entry = protobuf.decode("Entry", record["entry"])
        path = check_path(entry["path"])
        check(last < path, "ERR_MANIFEST", "order of paths")
        parent = b"/".join(path[:-1])
        check(len(path) == 1 or is_a(DIRECTORY, parent, state["lost"]), "ERR_PATH", "parent")
        check(entry["kind"] != HARD_LINK or is_a(FILE, entry["target"], lost(entry["target"])), "ERR_MANIFEST", "target of a hard link")
        _check_entry(entry, record)
        for chunk in record["lists"]:
            packs.locate(node["packs"], node["blocks"], chunk, own)
        digest.update(len(record["entry"]).to_bytes(4, "big") + record["entry"])
        kinds[entry["path"]], last = entry["kind"], path
        out.append((entry, record, (node["packs"], node["blocks"], own)))
    check(not out or last_path is None or last == last_path.split(b"/"), "ERR_MANIFEST", "last path of a leaf")
    state.update(digest=digest, last=last)
    state["kinds"].update(kinds)
    return out


def check_path(path):
    """The components of a path (ARCH-042)."""
    parts = path.split(b"/")
    check(b"\0" not in path and not any(p in (b"", b".", b"..") for p in parts), "ERR_PATH", repr(path))
    return parts


def _check_entry(entry, record):
    """The table of ARCH-044; ARCH-045."""
    kind, extents, lists = entry["kind"], record["extents"], record["lists"]
    check(not (extents and lists), "ERR_MANIFEST", "extents and lists")
    if kind == FILE:
        check(not entry["target"] and len(entry["content_digest"]) == 32, "ERR_MANIFEST", "file")
        full = entry["size"] > 0
        check(bool(extents or lists) == full and (record["chunker"] != 0) == full, "ERR_MANIFEST", "content of a file")
        return
    check(not entry["size"] and not entry["content_digest"], "ERR_MANIFEST", "fields of no file")
    check(not extents and not lists and not record["chunker"], "ERR_MANIFEST", "content of no file")
    target = entry["target"]
    check(bool(target) == (kind != DIRECTORY), "ERR_MANIFEST", "target")
    check(kind != SYMLINK or b"\0" not in target, "ERR_MANIFEST", "NUL in a target")


def extents(archive, entry, record, place):
    """The checked extents of a file, to be iterated over: (length, None for a hole or the place of a chunk) (ARCH-046, ARCH-047)."""
    digest, total = hashlib.sha256(), 0
    for length, chunk in _extents(archive, record, place):
        total += length
        digest.update(length.to_bytes(8, "big") + (chunk[2]["id"] if chunk else bytes(32)))
    check(total == entry["size"], "ERR_MANIFEST", "size of a file")
    check(digest.digest() == entry["content_digest"], "ERR_MANIFEST", "content digest")
    return _extents(archive, record, place)  # lists are read again: one at a time is all that memory holds


def _extents(archive, record, place):
    hole = False
    for run, pack_list, blocks, own in _runs(archive, record, place):
        for e in run:
            check(("chunk" in e) != (e["hole"] > 0), "ERR_MANIFEST", "extent")
            check(not (hole and e["hole"]), "ERR_MANIFEST", "adjacent holes")
            hole = e["hole"] > 0
            yield (e["hole"], None) if hole else (e["chunk"]["length"], packs.locate(pack_list, blocks, e["chunk"], own))


def _runs(archive, record, place):
    """(extents, packs, blocks, own pack) of the record itself, or of each of its lists."""
    if record["extents"]:
        yield (record["extents"],) + place
    for ref in record["lists"]:
        inner = packs.locate(*place[:2], ref, place[2])
        message = protobuf.decode("ExtentList", packs.read_chunk(archive, inner))
        for block in message["blocks"]:
            packs.check_block(message["packs"], block, inner[0])
        yield message["extents"], message["packs"], message["blocks"], inner[0]


def content(archive, entry, record, place):
    """Yield (bytes of a verified chunk, 0) and (b"", length of a hole) of a file."""
    for length, chunk in extents(archive, entry, record, place):
        yield (packs.read_chunk(archive, chunk), 0) if chunk else (b"", length)
