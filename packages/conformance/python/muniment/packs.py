"""Packs, blocks, chunks: from a reference to verified bytes (spec/archive.md sections 2 to 5).

`archive` is a dict with store, archive_id, dedup_key and epochs, a list of (number, key).
"""

from . import cobblestone, compression, hkdf, wire
from .errors import check

KINDS = {1: "pack-data", 2: "pack-media", 3: "pack-manifest"}


def keys_of(archive, epoch):
    return [key for number, key in archive["epochs"] if number == epoch]


def _object(archive, pack):
    """(name, keys, context, object length) of a pack that is there with the right length (ARCH-012)."""
    name = wire.make_name({"kind": "pack", "id": pack["pack_id"]})
    size = archive["store"].size(name)
    check(size is not None, "ERR_PACK_MISSING", name)
    check(size == cobblestone.object_length(2 ** pack["size_log2"]), "ERR_OBJECT_LENGTH", name)
    context = wire.context(KINDS[pack["pack_class"]], archive["archive_id"], pack["epoch"], pack["pack_id"])
    return name, keys_of(archive, pack["epoch"]), context, size


def read_pack(archive, pack):
    """The content of a whole pack's frame."""
    name, keys, context, size = _object(archive, pack)
    return wire.unframe(cobblestone.open_(keys, context, archive["store"].read(name, 0, size)))


def locate(packs, blocks, chunk, own_pack=None):
    """(pack, block, chunk) of a ChunkRef of a message with these packs and blocks, which lies in own_pack itself."""
    check(chunk["block"] < len(blocks), "ERR_FIELD", "block of a chunk")
    block = blocks[chunk["block"]]
    pack = check_block(packs, block, own_pack)
    check(chunk["offset"] + chunk["length"] <= block["raw_length"], "ERR_FIELD", "chunk behind its block")
    return pack, block, chunk


def check_block(packs, block, own_pack=None):
    """The pack that a block lies in (ARCH-020)."""
    check(block["pack"] <= len(packs) and (block["pack"] or own_pack), "ERR_FIELD", "pack of a block")
    pack = packs[block["pack"] - 1] if block["pack"] else own_pack
    check(block["offset"] + block["stored_length"] <= 2 ** pack["size_log2"], "ERR_FIELD", "block behind its pack")
    check(block["compression"] != compression.NONE or block["stored_length"] == block["raw_length"], "ERR_FIELD", "lengths of a block")
    return pack


def locate_root(location):
    """The same of a head's Location."""
    check(location["block"]["pack"] == 1 and location["chunk"]["block"] == 0, "ERR_FIELD", "location")
    return locate([location["pack"]], [location["block"]], location["chunk"])


def read_chunk(archive, place):
    """The verified bytes of a chunk; `place` is what locate gave. The last block is kept, since chunks share blocks."""
    pack, block, chunk = place
    key = tuple(sorted(pack.items())), tuple(sorted(block.items()))
    if archive.get("last_block", (None,))[0] != key:
        name, keys, context, size = _object(archive, pack)
        stored = cobblestone.open_range(keys, context, lambda a, b: archive["store"].read(name, a, b), size,
                                        block["offset"], block["offset"] + block["stored_length"])
        archive["last_block"] = key, compression.expand(block["compression"], stored, block["raw_length"])
    data = archive["last_block"][1][chunk["offset"]:chunk["offset"] + chunk["length"]]
    check(hkdf.equal(hkdf.hmac_sha256(archive["dedup_key"], data), chunk["id"]), "ERR_CHUNK_ID")
    return data
