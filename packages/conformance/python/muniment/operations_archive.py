"""The operations of the archive side for the conformance protocol, by the APPLYING.md of each suite."""

import hashlib

from . import archive as archives
from . import chunkers, cobblestone, ed25519, heads, keyring, keys, manifest, packs, pieces, protobuf, recovery_key, store, wire, x_wing
from .errors import MunimentError, check

OPERATIONS = {}
_hex = pieces.unhex


def operation(name):
    def add(function):
        OPERATIONS[name] = function
        return function
    return add


def _bytes(given):
    """`bytes` and `zeros` of a stored object, or `bytes` or `pieces` of a vector."""
    return pieces.join(given["pieces"]) if "pieces" in given else _hex(given["bytes"]) + bytes(given.get("zeros", 0))


def _sha256(data):
    return hashlib.sha256(data).hexdigest()


# wire

@operation("wire.decode")
def wire_decode(given):
    data = _bytes(given)
    value = protobuf.decode(given["message"], data)
    check(protobuf.encode(given["message"], value) == data, "ERR_INTERNAL")
    return {"value": protobuf.to_json(given["message"], value)}


@operation("wire.frame")
@operation("wire.fixed-frame")
def wire_frame(given):
    data, length = pieces.join(given["pieces"]), given.get("length")
    content = wire.unframe(data, length)
    check(wire.frame(content, length) == data, "ERR_INTERNAL")
    return {"content": content.hex()}


@operation("wire.name")
def wire_name(given):
    parts = wire.parse_name(given["name"])
    check(wire.make_name(parts) == given["name"], "ERR_INTERNAL")
    means = {k: str(v) if k in ("generation", "sequence") else v for k, v in parts.items()}
    return {"means": dict(means, id=parts["id"].hex())}


# recovery-key

@operation("recovery-key.parse")
def recovery_key_parse(given):
    material = recovery_key.parse(given["text"])
    return {"material": material.decode(), "rows": recovery_key.rows(material), "keyId": recovery_key.key_id(material)}


@operation("recovery-key.secret")
def recovery_key_secret(given):
    material = recovery_key.parse("".join(given["rows"])) if "rows" in given else given["material"].encode()
    secret = recovery_key.secret(material, _hex(given["salt"]))
    return {"material": material.decode(), "rows": recovery_key.rows(material), "keyId": recovery_key.key_id(material),
            "secret": secret.hex(), "publicKeySha256": _sha256(x_wing.public_key(secret))}


@operation("recovery-key.generate")
def recovery_key_generate(given):
    data = bytearray(_hex(given["random"]))

    def random(n):
        check(len(data) >= n, "ERR_USAGE", "too few random bytes")
        out = data[:n]
        del data[:n]
        return out
    material = recovery_key.generate(random)
    check(not data, "ERR_USAGE", "too many random bytes")
    return {"material": material.decode(), "rows": recovery_key.rows(material)}


@operation("recovery-key.check")
def recovery_key_check(given):
    material = recovery_key.parse("".join(given["rows"])) if "rows" in given else given["material"].encode()
    for a in given["answers"]:
        recovery_key.check_row(material, a["row"], a["text"])
    return {}


# key-hierarchy

@operation("key-hierarchy.rootKey")
def root_key(given):
    body, mac, seed = keys.root_key_keys(_hex(given["rootKey"]))
    return {"bodyKey": body.hex(), "macKey": mac.hex(), "vaultOwnerSeed": seed.hex(), "vaultOwnerPublicKey": ed25519.public_key(seed).hex()}


@operation("key-hierarchy.vaultSecret")
def vault_secret(given):
    secret = keys.vault_secret(_hex(given["exportKey"]), _hex(given["releaseSecret"]), _hex(given["salt"]))
    return {"secret": secret.hex(), "publicKeySha256": _sha256(x_wing.public_key(secret))}


@operation("key-hierarchy.slot")
def slot(given):
    archive_id, secret = _hex(given["archiveId"]), _hex(given["secret"])
    place = {"type": protobuf.enum_number("MethodType", given["type"]), "method_id": _hex(given["methodId"]), "salt": _hex(given["salt"])}
    root = keys.open_slot(secret, archive_id, dict(place, sealed_root_key=_hex(given["sealedRootKey"])))
    public = x_wing.public_key(secret)
    value = {"info": keys.slot_info(archive_id, *place.values()).hex(), "rootKey": root.hex(), "publicKeySha256": _sha256(public)}
    if "randomness" in given:
        sealed = keys.seal_slot(root, archive_id, *place.values(), public, _hex(given["randomness"]))
        value["sealedRootKey"] = sealed.hex()
    return value


# keyring

def _unlock(given):
    kind = given["type"]
    if kind == "recovery-key":
        return kind, recovery_key.parse(given["digits"])
    return (kind, _hex(given["rootKey"])) if kind == "root-key" else (kind, _hex(given["methodId"]), _hex(given["secret"]))


def _locator(locator):
    return dict(protobuf.to_json("VaultLocator", locator), generation=locator["generation"])


def _content(opened):
    public, body = opened["public"], opened["body"]
    methods = [dict(protobuf.to_json("Method", dict(m, created_ms=0)), createdMs=m["created_ms"],
                    publicKeySha256=_sha256(m["public_key"]), **({"vault": _locator(s["vault"])} if "vault" in s else {}))
               for m, s in zip(body["methods"], public["slots"])]
    for m in methods:
        del m["publicKey"]
    return {"hash": opened["hash"].hex(), "archiveId": public["archive_id"].hex(), "generation": public["generation"],
            "keyringId": public["keyring_id"].hex(), "parents": [p.hex() for p in public["parents"]], "rootKey": opened["root_key"].hex(),
            "dedupKey": body["dedup_key"].hex(), "chunkerKey": body["chunker_key"].hex(), "epochs": _epochs(body["epochs"]),
            "methods": methods, "removedMethods": [r.hex() for r in body["removed_methods"]],
            **({"policy": protobuf.to_json("Policy", body["policy"])} if "policy" in body else {})}


def _epochs(epochs):
    return [{"number": e["number"], "key": e["key"].hex(), "createdMs": e["created_ms"]} for e in epochs]


@operation("keyring.open")
def keyring_open(given):
    return {"content": _content(keyring.open_(_bytes(given["object"]), _unlock(given["unlock"]), given["object"]["name"]))}


def _objects(given):
    table = given["objects"]
    return [(o["name"], _bytes(o)) for o in (table.values() if isinstance(table, dict) else table)]


def _named(found):
    return [{"name": n, "error": e.code} for n, e in found]


@operation("keyring.store")
def keyring_store(given):
    state = keyring.open_store(_objects(given), _unlock(given["unlock"]))
    return {"tips": [t["name"] for t in state["tips"]], "unopened": _named(state["warned"]), "malformed": _named(state["junk"]),
            "writable": not state["warned"], "deletable": state["deletable"]}


@operation("keyring.merge")
def keyring_merge(given):
    unlock = _unlock(given["unlock"])
    tips = [keyring.open_(data, unlock, name) for name, data in _objects(given)]
    doubts = [{"tip": t.hex(), "added": [i.hex() for i in a], "removed": [i.hex() for i in r]} for t, a, r in keyring.doubts(tips)]
    merged = keyring.open_(keyring.merge(tips, [_hex(h) for h in given["disown"]]), unlock)
    public, body = merged["public"], merged["body"]
    inherited = {(e["number"], e["key"]) for t in tips for e in t["body"]["epochs"]}
    fresh = [e for e in body["epochs"] if (e["number"], e["key"]) not in inherited]
    check(not fresh or fresh == body["epochs"][-1:] and fresh[0]["number"] == 1 + max(inherited)[0], "ERR_INTERNAL")
    effect = {"archiveId": public["archive_id"].hex(), "dedupKey": body["dedup_key"].hex(), "chunkerKey": body["chunker_key"].hex(),
              "generation": public["generation"], "parents": [p.hex() for p in public["parents"]],
              "methods": [{"methodId": s["method_id"].hex(), "type": protobuf.enum_name("MethodType", s["type"]), "label": m["label"],
                           "createdMs": m["created_ms"], "keyId": s["key_id"], "salt": s["salt"].hex(),
                           **({"vault": _locator(s["vault"])} if "vault" in s else {})} for m, s in zip(body["methods"], public["slots"])],
              "removedMethods": [r.hex() for r in body["removed_methods"]], "rotates": bool(fresh),
              "inheritedEpochs": _epochs([e for e in body["epochs"] if e not in fresh])}
    if "policy" in body:
        effect["policy"] = protobuf.to_json("Policy", body["policy"])
    if not fresh:
        effect.update(rootKey=merged["root_key"].hex(), slots=[s["sealed_root_key"].hex() for s in public["slots"]])
    return {"doubts": doubts, "effect": effect}


# cobblestone-contexts

@operation("cobblestone-contexts.open")
def contexts_open(given):
    place = given["place"]
    context = wire.context(_kebab(place["kind"]), _hex(place["archiveId"]), place.get("epoch", 0), _hex(place["id"]), pieces.integer(place.get("number", 0)))
    return {"context": context.hex(), "plaintext": cobblestone.open_([_hex(given["key"])], context, _hex(given["object"])).hex()}


def _kebab(name):
    return "".join("-" + c.lower() if c.isupper() else c for c in name)


# packs, manifest, heads

def _archive(given, objects):
    k = given["keys"]
    return {"store": store.MemoryStore(dict(objects)), "archive_id": _hex(k["archiveId"]), "dedup_key": _hex(k["dedupKey"]),
            "epochs": [(e["number"], _hex(e["key"])) for e in k["epochs"]], "reports": []}


@operation("packs.readChunk")
def packs_read_chunk(given):
    archive = _archive(given, [(given["object"]["name"], _bytes(given["object"]))])
    head = protobuf.decode("Head", _hex(given["head"]))
    chunk = packs.read_chunk(archive, packs.locate_root(head["root"]))
    return {"chunk": chunk.hex()}


@operation("packs.readPack")
def packs_read_pack(given):
    archive = _archive(given, [(given["object"]["name"], _bytes(given["object"]))])
    p = given["reference"]["pack"]
    pack = {"pack_id": _hex(p["packId"]), "pack_class": p["packClass"], "epoch": p["epoch"], "size_log2": p["sizeLog2"]}
    protobuf.encode_part("Pack", pack)  # checks it
    return {"content": packs.read_pack(archive, pack).hex()}


@operation("manifest.read")
def manifest_walk(given):
    archive = _archive(given, _objects(given))
    head = protobuf.decode("Head", _hex(given["head"]))
    paths = []
    for entry, record, place in manifest.walk(archive, head.get("root"), head["depth"], _hex(given["entriesDigest"])):
        if entry["kind"] == manifest.FILE:
            manifest.extents(archive, entry, record, place)
        paths.append(entry["path"].hex())
    return {"paths": paths}


def _head_json(h):
    head, s = h["head"], h["stable"]
    value = protobuf.to_json("HeadStable", s)
    del value["formatVersion"], value["criticalFeatures"], value["archiveId"]
    value.update(snapshotId=h["id"].hex(), revision=head["revision"], depth=head["depth"], timeMs=s["time_ms"],
                 keyringGeneration=s["keyring_generation"])
    if "root" in head:
        value["root"] = protobuf.encode_part("Location", head["root"]).hex()
    return value


@operation("heads.open")
def heads_open(given):
    o = given["object"]
    return {"head": _head_json(heads.open_head(_archive(given, []), o["name"], _bytes(o)))}


@operation("heads.select")
def heads_select(given):
    archive = _archive(given, [])
    opened = [heads.open_head(archive, name, data) for name, data in _objects(given)]
    used = heads.used(heads.counting(archive, opened))
    return {"counting": sorted(i.hex() for i in used), "tips": [i.hex() for i in heads.tips(used)],
            "notCounting": sorted({h["id"].hex() for h in opened} - {i.hex() for i in used}),
            "used": sorted(h["name"] for h in used.values()),
            "descends": sorted([a.hex(), b.hex()] for a in used for b in used if heads.descends(used[a], used[b]))}


# archives

_opened = {}


def _open_archive(given):
    """(archive, heads that open, names of those that count, those used, ids of the tips), kept by the path of the store."""
    path = given["store"]
    if path not in _opened:
        k = given["archive"]
        folder = store.FolderStore(path)
        for unlock in (("recovery-key", recovery_key.parse(k["recoveryKey"])),
                       ("device", _hex(k["deviceMethodId"]), _hex(k["deviceSecret"]))):
            archive = archives.open_archive(folder, unlock)
            check(archive["keyring"]["name"] == k["name"], "ERR_INTERNAL", "another keyring")
        opened = archives.read_heads(archive)
        counting = heads.counting(archive, opened)
        used = heads.used(counting)
        _opened[path] = archive, opened, {h["name"] for h in counting}, used, heads.tips(used)
    return _opened[path]


def _path(key, data):
    try:
        return {key: data.decode()}
    except UnicodeDecodeError:
        return {key + "Hex": data.hex()}


def _file(archive, entry, record, place):
    digest = hashlib.sha256()
    for data, hole in manifest.content(archive, entry, record, place):
        digest.update(data or bytes(hole))
    return digest.hexdigest()


def _entry_json(archive, entry, record, place):
    kind = protobuf.camel(protobuf.enum_name("EntryKind", entry["kind"]).replace("-", "_"))
    value = {**_path("path", entry["path"]), "kind": kind, "mode": entry["mode"], "mtimeNs": str(entry["mtime_ns"]),
             "uid": entry["uid"], "gid": entry["gid"], "size": entry["size"]}
    if entry["target"]:
        value.update(_path("target", entry["target"]))
    if entry["kind"] == manifest.FILE:
        value.update(chunker=protobuf.enum_name("Chunker", record["chunker"]), contentDigest=entry["content_digest"].hex())
        try:
            value["sha256"] = _file(archive, entry, record, place)
        except MunimentError as error:
            value["damaged"] = error.code
    return value


@operation("archives.snapshot")
def archives_snapshot(given):
    archive, opened, counting, _, tips = _open_archive(given)
    head = next((h for h in opened if h["name"] == given["head"]), None)
    check(head, "ERR_SNAPSHOT_UNKNOWN")
    errors = []
    found = [_entry_json(archive, *e) for e in archives.entries(archive, head, lambda _, error: errors.append(error))]
    value = _head_json(head)
    value.update(kind=protobuf.enum_name("HeadKind", head["stable"]["kind"]), sequence=head["stable"]["sequence"], epoch=head["epoch"],
                 clock=[{"deviceId": c["device_id"].hex(), "count": c["count"]} for c in head["stable"]["clock"]],
                 counts=head["name"] in counting, tip=head["name"] in counting and head["id"] in tips, entries=found)
    if "totals" in head["stable"]:
        value["totals"] = dict(head["stable"]["totals"])
    if errors:
        raise MunimentError(errors[0].code, value=value)
    return value


@operation("archives.path")
def archives_path(given):
    archive, _, _, used, _ = _open_archive(given)
    head = used.get(_hex(given["snapshotId"]))
    check(head, "ERR_SNAPSHOT_UNKNOWN")
    for entry, record, place in archives.entries(archive, head, lambda *_: None):
        if _path("path", entry["path"]) == {k: given[k] for k in ("path", "pathHex") if k in given}:
            return {"sha256": _file(archive, entry, record, place)}
    raise MunimentError("ERR_PATH_UNKNOWN")


@operation("archives.head")
def archives_head(given):
    return _head_json(archives.read_head(_open_archive(given)[0], given["object"]))


@operation("archives.keyring")
def archives_keyring(given):
    folder = store.FolderStore(given["store"])
    unlock = "recovery-key", recovery_key.parse(given["archive"]["recoveryKey"])
    return {"content": _content(keyring.open_(folder.read(given["object"]), unlock, given["object"]))}


@operation("archives.notCounting")
def archives_not_counting(given):
    archive, _, counting, _, _ = _open_archive(given)
    return {"counts": archives.read_head(archive, given["object"])["name"] in counting}


@operation("archives.mark")
def archives_mark(given):
    mark = archives.read_mark(_open_archive(given)[0], given["object"])
    return {"kind": protobuf.enum_name("MarkKind", mark["kind"]), "packIds": [p.hex() for p in mark["pack_ids"]]}


# chunkers

@operation("chunkers.tables")
def chunkers_tables(given):
    key = _hex(given["chunkerKey"])
    table = chunkers.gear_table(key)
    return {"gearWords": table, "gearSha256": _sha256(b"".join(w.to_bytes(4, "big") for w in table)),
            "recordCutKey": chunkers.record_cut_key(key).hex()}


@operation("chunkers.recordCuts")
def chunkers_record_cuts(given):
    key = chunkers.record_cut_key(_hex(given["chunkerKey"]))
    return {"cuts": [chunkers.asks_for_cut(key, c["level"], _hex(c["recordKey"])) for c in given["cases"]]}


def _cuts(given, chunker, table=None):
    data = pieces.join(given["content"])
    return {"lengths": chunkers.cuts(data, 0, len(data), chunker, table)}


@operation("chunkers.content")
def chunkers_content(given):
    return _cuts(given, chunkers.CONTENT, chunkers.gear_table(_hex(given["chunkerKey"])))


@operation("chunkers.fixed")
def chunkers_fixed(given):
    return _cuts(given, chunkers.FIXED_CHUNKER)


@operation("chunkers.page")
def chunkers_page(given):
    return _cuts(given, chunkers.PAGE_CHUNKER)


@operation("chunkers.paged")
def chunkers_paged(given):
    return {"paged": chunkers.is_paged(pieces.join(given["content"]), given["size"])}


@operation("chunkers.holes")
def chunkers_holes(given):
    return {"runs": [{"hole" if hole else "stretch": end - start} for hole, start, end in chunkers.runs(pieces.join(given["content"]))]}


@operation("chunkers.file")
def chunkers_file(given):
    chunker = protobuf.enum_number("Chunker", given["chunker"])
    found, digest = chunkers.extents(pieces.join(given["content"]), chunker, chunkers.gear_table(_hex(given["chunkerKey"])), _hex(given["dedupKey"]))
    return _extents(found, digest)


def _extents(found, digest):
    return {"extents": [{"length": n, "chunkId": i.hex()} if i else {"hole": n} for n, i in found], "contentDigest": digest.hex()}


@operation("chunkers.stream")
def chunkers_stream(given):
    records = []
    for run in given["records"]:
        content = pieces.join(run["content"])
        records += [(key, key + content) for key in (f"{run['prefix']}{i:06d}".encode() for i in range(run["count"]))]
    return _extents(*chunkers.stream_extents(chunkers.record_cut_key(_hex(given["chunkerKey"])), _hex(given["dedupKey"]), records))


@operation("chunkers.record")
def chunkers_record(given):
    records = [(f"{r['prefix']}{i:06d}".encode(), r["weight"]) for r in given["records"] for i in range(r["count"])]
    return {"groups": chunkers.groups(chunkers.record_cut_key(_hex(given["chunkerKey"])), given["level"], records)}
