"""Frames, object names and contexts (spec/wire.md sections 6 to 8)."""

import re

from .errors import MunimentError, check

ROLES = {"keyring-body": 1, "head": 2, "pack-data": 3, "pack-media": 4, "pack-manifest": 5, "mark": 6}
_NAMES = {  # kind: (form, the numbers in it with their greatest values)
    "keyring": (r"keyring/([0-9a-f]{8})-([0-9a-f]{32})", (("generation", 2 ** 32 - 1),)),
    "head": (r"heads/([0-9a-f]{16})-([0-9a-f]{8})-([0-9a-f]{32})", (("sequence", 2 ** 53 - 1), ("epoch", 2 ** 32 - 1))),
    "pack": (r"packs/([0-9a-f]{2})/(?=\1)([0-9a-f]{32})", ()),
    "mark": (r"marks/([0-9a-f]{8})-([0-9a-f]{32})", (("epoch", 2 ** 32 - 1),)),
}


def frame_length(content_length):
    """The least 2^k, k from 12 to 24, that holds the content and its length (WIRE-030)."""
    check(content_length <= 2 ** 24 - 4, "ERR_LIMIT", "content of a frame")
    return max(4096, 1 << (content_length + 3).bit_length())


def frame(content, length=None):
    """The padded frame of the content, or the fixed frame of `length` bytes."""
    length = length or frame_length(len(content))
    check(len(content) <= length - 4, "ERR_LIMIT", "content of a frame")
    return len(content).to_bytes(4, "big") + content + bytes(length - 4 - len(content))


def unframe(data, length=None):
    """The content of a padded frame, or of a fixed frame of `length` bytes."""
    if length is None:
        check(len(data) <= 2 ** 24, "ERR_LIMIT", "frame")
    else:
        check(len(data) == length, "ERR_ENCODING", "length of a fixed frame")
    check(len(data) >= 4, "ERR_ENCODING", "frame")
    end = 4 + int.from_bytes(data[:4], "big")
    check(end <= len(data), "ERR_ENCODING", "content length of a frame")
    check(length or len(data) == frame_length(end - 4), "ERR_PADDING", "length of a frame")
    check(not any(data[end:]), "ERR_PADDING", "padding of a frame")
    return bytes(data[4:end])


def parse_name(name):
    """{kind, generation | sequence, epoch, id} of an object name; ERR_FOREIGN_OBJECT for any other."""
    for kind, (form, numbers) in _NAMES.items():
        match = re.fullmatch(form, name, re.ASCII)
        if match:
            parts = {"kind": kind, "id": bytes.fromhex(match[match.re.groups])}
            for i, (key, greatest) in enumerate(numbers):
                parts[key] = int(match[i + 1], 16)
                check(1 <= parts[key] <= greatest, "ERR_FOREIGN_OBJECT", name)
            return parts
    raise MunimentError("ERR_FOREIGN_OBJECT", name)


def make_name(parts):
    kind, id_ = parts["kind"], parts["id"].hex()
    if kind == "keyring":
        return f"keyring/{parts['generation']:08x}-{id_}"
    if kind == "head":
        return f"heads/{parts['sequence']:016x}-{parts['epoch']:08x}-{id_}"
    return f"packs/{id_[:2]}/{id_}" if kind == "pack" else f"marks/{parts['epoch']:08x}-{id_}"


def context(kind, archive_id, epoch, id_, number=0):
    """The context of an encrypted object; `number` is the generation of a keyring or the sequence of a head."""
    size = {"keyring-body": 4, "head": 8}.get(kind, 0)
    check(kind in ROLES and 0 <= epoch < 2 ** 32 and 0 <= number < 256 ** (size or 8), "ERR_USAGE", "place of an object")
    return bytes([ROLES[kind]]) + archive_id + epoch.to_bytes(4, "big") + (number.to_bytes(size, "big") if size else b"") + id_
