"""Makes small archives by hand, good and hostile ones, and restores them into a folder."""

import hashlib
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, ROOT)
from muniment import archive, cobblestone, hkdf, keyring, keys, manifest, protobuf, recovery_key, restore, store, wire, x_wing  # noqa: E402

MATERIAL = b"314159265358979323846264338327950288419716939937510582097494"
DEDUP, ARCHIVE, DEVICE = b"d" * 32, b"a" * 16, b"D" * 16
EPOCHS = [{"number": 1, "key": b"1" * 32, "created_ms": 1}]


def make_keyring(objects, methods, parents=(), generation=1, epochs=EPOCHS, removed=(), root_key=b"r" * 32, id_=b"k" * 16):
    """Methods are (id, type, key id, secret)."""
    slots, entries = [], []
    for method_id, kind, key_id, secret in sorted(methods):
        public = x_wing.public_key(secret)
        slots.append({"method_id": method_id, "type": kind, "salt": bytes(32), "key_id": key_id,
                      "sealed_root_key": keys.seal_slot(root_key, ARCHIVE, kind, method_id, bytes(32), public)})
        entries.append({"method_id": method_id, "type": kind, "public_key": public, "label": "x", "created_ms": 1})
    public = {"archive_id": ARCHIVE, "generation": generation, "keyring_id": id_, "parents": sorted(parents), "slots": slots}
    body = {"dedup_key": DEDUP, "chunker_key": b"c" * 32, "epochs": epochs, "methods": entries, "removed_methods": sorted(removed)}
    data = keyring.make(public, body, root_key)
    objects[keyring.object_name(public)] = data
    return data


def sheet():
    return b"m" * 16, 1, recovery_key.key_id(MATERIAL), recovery_key.secret(MATERIAL, bytes(32))


def make_pack(objects, kind, id_, chunks):
    """(pack, blocks, references) of a pack with a block for each chunk."""
    content, blocks, refs = b"", [], []
    for i, data in enumerate(chunks):
        blocks.append({"pack": 1, "offset": 4 + len(content), "stored_length": len(data), "raw_length": len(data), "compression": 0})
        refs.append({"block": i, "offset": 0, "length": len(data), "id": hkdf.hmac_sha256(DEDUP, data)})
        content += data
    frame = wire.frame(content)
    context = wire.context(kind, ARCHIVE, 1, id_)
    objects[wire.make_name({"kind": "pack", "id": id_})] = cobblestone.seal(b"1" * 32, context, frame)
    number = {"pack-data": 1, "pack-manifest": 3}[kind]
    return {"pack_id": id_, "pack_class": number, "epoch": 1, "size_log2": len(frame).bit_length() - 1}, blocks, refs


def make_snapshot(objects, entries):
    """A head for the entries: dicts of Entry, files with `content`."""
    chunks = [e["content"] for e in entries if e.get("content")]
    packs, blocks, refs = [], [], []
    if chunks:
        pack, blocks, refs = make_pack(objects, "pack-data", b"p" * 16, chunks)
        packs = [pack]
    records, digest = [], hashlib.sha256()
    for e in entries:
        e, data = dict(e), e.get("content")
        e.pop("content", None)
        record = {"chunker": 2 if data else 0}
        if e["kind"] == manifest.FILE:
            e["size"] = len(data)
            record["extents"] = [{"hole": 0, "chunk": refs[chunks.index(data)]}] if data else []
            parts = [len(data).to_bytes(8, "big") + refs[chunks.index(data)]["id"]] if data else []
            e["content_digest"] = hashlib.sha256(b"".join(parts)).digest()
        record["entry"] = protobuf.encode("Entry", e)
        digest.update(len(record["entry"]).to_bytes(4, "big") + record["entry"])
        records.append(record)
    node = protobuf.encode("ManifestNode", {"packs": packs, "blocks": blocks, "records": records})
    pack, blocks, refs = make_pack(objects, "pack-manifest", b"q" * 16, [node])
    stable = {"format_version": 1, "archive_id": ARCHIVE, "kind": 1, "sequence": 1, "clock": [{"device_id": DEVICE, "count": 1}],
              "entries_digest": digest.digest(), "keyring_generation": 1, "keyring_hash": bytes(32), "device_id": DEVICE, "time_ms": 5,
              "totals": {"files": 1}, "device_name": "test"}
    head = {"stable": protobuf.encode("HeadStable", stable), "root": {"pack": pack, "block": blocks[0], "chunk": refs[0]}, "depth": 0}
    parts = {"kind": "head", "sequence": 1, "epoch": 1, "id": b"h" * 16}
    context = wire.context("head", ARCHIVE, 1, b"h" * 16, 1)
    objects[wire.make_name(parts)] = cobblestone.seal(b"1" * 32, context, wire.frame(protobuf.encode("Head", head)))


GOOD = [
    {"path": b"d", "kind": 2, "mode": 0o555, "mtime_ns": 1_000_000_007},
    {"path": b"d/f", "kind": 1, "mode": 0o640, "mtime_ns": -5_000_000_000, "content": b"hello" * 100},
    {"path": b"d/hard", "kind": 4, "target": b"d/f"},
    {"path": b"e", "kind": 1, "mode": 0o4755, "content": b""},
    {"path": b"l", "kind": 3, "mode": 0o777, "target": b"../../etc/passwd"},
]


class Restore(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.objects = {}
        make_keyring(self.objects, [sheet()])

    def run_restore(self, entries, before=None):
        make_snapshot(self.objects, entries)
        opened = archive.open_archive(store.MemoryStore(self.objects), ("recovery-key", MATERIAL))
        target = os.path.join(self.folder, "target")
        os.makedirs(target, exist_ok=True)
        if before:
            before(target)
        problems = []
        (head,) = archive.snapshots(opened)
        done = restore.restore(opened, head, target, lambda path, error: problems.append((path, error.code)))
        return done, problems, target

    def test_good(self):
        done, problems, target = self.run_restore(GOOD)
        self.assertEqual((done, problems), (5, []))
        with open(target + "/d/f", "rb") as file:
            self.assertEqual(file.read(), b"hello" * 100)
        info = os.stat(target + "/d/f")
        self.assertEqual((info.st_mode & 0o7777, info.st_mtime_ns, info.st_nlink), (0o640, -5_000_000_000, 2))
        info = os.stat(target + "/e")
        self.assertEqual(info.st_mode & 0o7777, 0o4755 if (info.st_uid, info.st_gid) == (0, 0) else 0o755)
        self.assertEqual(os.readlink(target + "/l"), "../../etc/passwd")
        info = os.stat(target + "/d")
        self.assertEqual((info.st_mode & 0o7777, info.st_mtime_ns), (0o555, 1_000_000_007))

    def test_folder_and_command(self):
        make_snapshot(self.objects, GOOD)
        for name, data in self.objects.items():
            path = os.path.join(self.folder, "store", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)
        key = os.path.join(self.folder, "key")
        with open(key, "w") as file:
            file.write("\n".join(recovery_key.rows(MATERIAL)))
        base = [sys.executable, "-m", "muniment"]
        ask = [os.path.join(self.folder, "store"), "--recovery-key-file", key]
        out = subprocess.run(base + ["restore"] + ask + ["--into", self.folder + "/out"], cwd=ROOT, capture_output=True, text=True)
        self.assertEqual((out.returncode, out.stdout), (0, "5 entries restored\n"), out.stderr)
        out = subprocess.run(base + ["ls"] + ask, cwd=ROOT, capture_output=True, text=True)
        self.assertIn("test", out.stdout)

    def test_things_in_the_way(self):
        outside = os.path.join(self.folder, "outside")
        os.mkdir(outside)

        def before(target):
            os.symlink(outside, target + "/d")
            os.symlink(outside + "/made", target + "/e")
        done, problems, _ = self.run_restore(GOOD, before)
        self.assertEqual([p for p, _ in problems], [b"d", b"d/f", b"d/hard", b"e"])
        self.assertEqual({c for _, c in problems[:1] + problems[3:]}, {"ERR_TARGET_EXISTS"})
        self.assertEqual(os.listdir(outside), [])

    def test_hard_link_to_what_was_there(self):
        def before(target):
            with open(target + "/e", "w") as file:
                file.write("mine")
        link = {"path": b"f", "kind": 4, "target": b"e"}
        done, problems, target = self.run_restore([{"path": b"e", "kind": 1, "content": b""}, link], before)
        self.assertEqual((done, problems), (1, [(b"e", "ERR_TARGET_EXISTS")]))
        self.assertEqual((os.stat(target + "/e").st_size, os.stat(target + "/f").st_size), (4, 0))

    def test_again_and_owner(self):
        owned = {"path": b"o", "kind": 1, "mode": 0o6755, "uid": 2 ** 32 - 1, "gid": 2 ** 32 - 1, "content": b"x"}
        self.assertEqual(self.run_restore(GOOD + [owned])[:2], (6, []))
        self.assertEqual(os.stat(self.folder + "/target/o").st_mode & 0o7777, 0o755)
        opened = archive.open_archive(store.MemoryStore(self.objects), ("recovery-key", MATERIAL))
        problems = []
        restore.restore(opened, archive.snapshots(opened)[0], self.folder + "/target", lambda path, error: problems.append((path, error.code)))
        self.assertEqual(problems, [(b"l", "ERR_TARGET_EXISTS")])

    def test_hostile_paths(self):
        for path in (b"../x", b"/x", b"a/../x", b".", b"a//b", b"x/", b"a\0b"):
            self.objects = {k: v for k, v in self.objects.items() if k.startswith("keyring/")}
            done, problems, target = self.run_restore([{"path": path, "kind": 1, "content": b""}])
            self.assertEqual((done, problems), (0, [(None, "ERR_PATH")]), path)
            self.assertEqual(os.listdir(target), [])
        self.objects = {k: v for k, v in self.objects.items() if k.startswith("keyring/")}
        done, problems, target = self.run_restore([{"path": b"l", "kind": 3, "target": b"/tmp"}, {"path": b"l/x", "kind": 1, "content": b""}])
        self.assertEqual((done, problems), (0, [(None, "ERR_PATH")]))

    def test_lost_pack(self):
        make_snapshot(self.objects, GOOD)
        del self.objects["packs/70/" + "70" * 16]
        opened = archive.open_archive(store.MemoryStore(self.objects), ("recovery-key", MATERIAL))
        problems = []
        (head,) = archive.snapshots(opened)
        done = restore.restore(opened, head, self.folder, lambda path, error: problems.append((path, error.code)))
        self.assertEqual((done, problems), (3, [(b"d/f", "ERR_PACK_MISSING"), (b"d/hard", "ERR_PACK_MISSING")]))
        self.assertEqual(os.listdir(self.folder + "/d"), [])

    def test_two_tips(self):
        (base,) = self.objects.values()
        for i in (b"1", b"2"):
            make_keyring(self.objects, [sheet(), (i * 16, 4, "", i * 32)], [hkdf.sha256(base)], 2, id_=i * 16)
        make_snapshot(self.objects, GOOD)
        opened = archive.open_archives(store.MemoryStore(self.objects), ("recovery-key", MATERIAL))
        self.assertEqual([len(archive.snapshots(a)) for a in opened], [1, 1])
        self.assertEqual(opened[0]["reports"], [])

    def test_merge(self):
        device = b"e" * 16, 4, "", b"s" * 32
        other = b"f" * 16, 4, "", b"t" * 32
        base = make_keyring({}, [sheet(), device])
        one = make_keyring({}, [sheet(), device, other], [hkdf.sha256(base)], 2, id_=b"1" * 16)
        rotated = EPOCHS + [{"number": 2, "key": b"2" * 32, "created_ms": 2}]
        two = make_keyring({}, [sheet()], [hkdf.sha256(base)], 2, rotated, [b"e" * 16], b"R" * 32, b"2" * 16)
        unlock = "recovery-key", MATERIAL
        tips = [keyring.open_(d, unlock) for d in (one, two)]
        self.assertEqual(keyring.doubts(tips), [(tips[0]["hash"], [b"f" * 16], [])])
        data = keyring.merge(tips)
        merged = keyring.open_(data, unlock)
        self.assertEqual([m["method_id"] for m in merged["body"]["methods"]], [b"f" * 16, b"m" * 16])
        self.assertEqual([e["number"] for e in merged["body"]["epochs"]], [1, 2, 3])
        objects = [(keyring.object_name(keyring.parse(d)[0]), d) for d in (base, one, two, data)]
        state = keyring.open_store(objects, unlock)
        self.assertEqual(([t["hash"] for t in state["tips"]], state["warned"], len(state["deletable"])), ([hkdf.sha256(data)], [], 1))


if __name__ == "__main__":
    unittest.main()
