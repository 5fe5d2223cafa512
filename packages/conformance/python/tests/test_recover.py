"""Recovers a small archive by password from a realm in this process, with answers that get lost (spec/vault.md section 7)."""

import argparse
import base64
import json
import os
import tempfile
import time
import unittest

import test_restore as small
from muniment import archive, channel, client, ed25519, hkdf, keyring, keys, machine, opaque, password, realm, recover, store, vault, wire, x_wing
from muniment.errors import MunimentError

REALM, ISSUER, SUBJECT = b"R" * 16, "https://login.example", "user"
ACCOUNT, SEEDS, LEAST = vault.account_id(ISSUER, SUBJECT), [bytes([i]) * 32 for i in range(6)], "argon2id-v19-m65536-t3-p1"
SERVER = opaque.derive_dh(opaque.DEFAULT, b"s" * 32)


def b64(data):
    return base64.b64encode(data).decode()


def jwt_part(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Recover(unittest.TestCase):
    def setUp(self):
        self.folder, self.asked, self.faults = tempfile.mkdtemp(), [], []
        self.addCleanup(setattr, client, "fetch", client.fetch)
        self.addCleanup(setattr, client, "time", client.time)
        client.fetch, client.time = self.fetch, argparse.Namespace(sleep=lambda s: None, time=time.time)
        now = int(time.time() * 1000)
        channel_key = {"key_id": 1, "not_before_ms": now - 9, "not_after_ms": now + 10 ** 9, "public_key": x_wing.public_key(SEEDS[0])}
        self.policy = {"limit": 10, "waits_ms": list(realm.LEAST_WAITS), "unacknowledged_limit": 30}
        text = realm.write_descriptor({
            **self.policy, "realm_id": REALM, "serial": 1, "previous": bytes(32), "issued_ms": now - 9, "expires_ms": now + 10 ** 9,
            "operator": "test", "server_public_key": SERVER[1], "rollback": "unprotected", "channel_keys": [channel_key],
            "issuers": [(ISSUER, ed25519.public_key(SEEDS[1]))]})
        self.note, signers = text + b"\n", []
        for name, seed in (("one", SEEDS[2]), ("two", SEEDS[3])):
            public, line = ed25519.public_key(seed), realm.key_hash(name, ed25519.public_key(seed))
            signers.append(f"{name}+{line.hex()}+{b64(bytes([1]) + public)}")
            self.note += f"\u2014 {name} {b64(line + ed25519.sign(seed, text))}\n".encode()
        bundle = {"format": "muniment-vault-bundle/1", "url": "http://localhost:1", "realm": REALM.hex(), "signers": signers,
                  "note": self.note.decode()}
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": jwt_part(ed25519.public_key(SEEDS[4]))}
        claims = {"iss": ISSUER, "sub": SUBJECT, "aud": REALM.hex(), "iat": now // 1000, "exp": now // 1000 + 300, "cnf": {"jwk": jwk}}
        token = jwt_part({"alg": "EdDSA", "typ": "muniment-vault+jwt"}) + "." + jwt_part(claims)
        token += "." + jwt_part(ed25519.sign(SEEDS[1], token.encode()))
        export_keys, generations = {}, {}
        for number, name, word in ((1, "previous", "old"), (2, "active", "right")):
            oprf_key, record, export_keys[number] = opaque.deal(opaque.DEFAULT, password.password_input(ACCOUNT, word), SERVER[1],
                                                                (ACCOUNT, REALM), opaque.parse_ksf(LEAST))
            generations[name] = {"number": number, "ksf": LEAST, "since_ms": 1, "until_ms": (2 - number) * (now + 10 ** 9),
                                 "oprf_key": oprf_key, "record": record, "release_secret": bytes([number]) * 32}
        self.record = {**machine._empty(), "phase": machine.PHASES["active"], "version": 7, "last_generation": 2, "owner": bytes(32),
                       "anchor": {"sequence": 1, "snapshot_id": bytes(32), "keyring_generation": 1, "keyring_hash": bytes(32)}, **generations}
        self.objects, slots, methods = {}, [], []
        for number in (1, 2):
            id_ = bytes([number]) * 16
            public = x_wing.public_key(keys.vault_secret(export_keys[number], bytes([number]) * 32, bytes(32)))
            locator = {"url": "http://localhost:1", "realm_id": REALM, "issuer": ISSUER, "subject": SUBJECT, "generation": number}
            slots.append({"method_id": id_, "type": 2, "salt": bytes(32), "key_id": "", "vault": locator,
                          "sealed_root_key": keys.seal_slot(b"r" * 32, small.ARCHIVE, 2, id_, bytes(32), public)})
            methods.append({"method_id": id_, "type": 2, "public_key": public, "label": "", "created_ms": 1})
        public = {"archive_id": small.ARCHIVE, "generation": 1, "keyring_id": bytes(16), "parents": [], "slots": slots}
        body = {"dedup_key": small.DEDUP, "chunker_key": bytes(32), "epochs": small.EPOCHS, "methods": methods, "removed_methods": []}
        made = keyring.make(public, body, b"r" * 32)
        self.objects[keyring.object_name(public)] = made
        small.make_snapshot(self.objects, small.GOOD)
        opened = archive.open_archive(store.MemoryStore(self.objects), ("root-key", b"r" * 32))
        self.record["anchor"].update(keyring_hash=hkdf.sha256(made), snapshot_id=archive.snapshots(opened)[0]["id"])
        self.write("bundle", json.dumps(bundle))
        self.write("token", json.dumps({"format": "muniment-vault-token/1", "token": token, "clientKey": b64(SEEDS[4])}))
        for name, data in self.objects.items():
            self.write("store/" + name, data)

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())

    def fetch(self, url, body=None, limit=65536):
        if url.endswith("/v1/descriptor"):
            return 200, self.note, 0
        held = [{"key_id": 1, "secret_key": SEEDS[0]}]
        plaintext, secret, enc = channel.open_request(held, body)
        given = {"realm_id": REALM, "issuers": [(ISSUER, ed25519.public_key(SEEDS[1]))], "policy": self.policy}
        request = machine.protobuf.decode("VaultRequest", wire.unframe(plaintext, vault.REQUEST_LENGTH))
        operation = machine.protobuf.enum_name("VaultOperation", request["operation"])
        self.asked.append(operation)
        fault = self.faults.pop(0) if self.faults and self.faults[0][0] == operation else None
        if fault and fault[1] == "before":
            self.record["version"] += 1
        message, after = machine.answer(given, plaintext, int(time.time() * 1000), lambda account: self.record,
                                        *machine.opaque_server(REALM, SERVER[0]))
        self.record = after or self.record
        if fault and fault[1] == "lost":
            raise MunimentError("ERR_VAULT_UNAVAILABLE")
        return 200, channel.seal_response(secret, enc, wire.frame(message, vault.RESPONSE_LENGTH)), 0

    def recover(self, word, **more):
        """What is asked, and the error or what is restored."""
        self.asked = []
        self.write("password", word + "\n")
        paths = {n: os.path.join(self.folder, n) for n in ("store", "state", "into")}
        options = argparse.Namespace(**{**paths, "previous": False, "accept_older": False, **more},
                                     **{n + "_file": os.path.join(self.folder, n) for n in ("token", "password")},
                                     vault_bundle=os.path.join(self.folder, "bundle"))
        try:
            result = recover.run(options, lambda text: None)
        except MunimentError as error:
            result = error.code
        return " ".join(self.asked), result

    def stored(self):
        (name,) = os.listdir(os.path.join(self.folder, "state"))
        with open(os.path.join(self.folder, "state", name)) as file:
            return [k for k in json.load(file) if k.startswith("login")] != []

    def test_right_wrong_previous(self):
        self.assertEqual(self.recover("wrong"), ("status login", "ERR_PASSWORD_WRONG"))
        self.assertEqual((self.record["attempts"], self.stored()), (1, False))
        self.assertEqual(self.recover("right"), ("status login finish", 0))
        self.assertTrue(os.path.exists(self.folder + "/into/d/f"))
        self.assertEqual((self.record["attempts"], self.stored()), (1, False))  # VAULT-027: the one that it cost
        self.assertEqual(self.recover("old", into=self.folder + "/again", previous=True), ("status login finish", 0))
        self.assertEqual(self.record["attempts"], 0)

    def test_lost_answers(self):
        self.faults = [("login", "lost")] * client.TRIES
        self.assertEqual(self.recover("right"), ("status" + " login" * client.TRIES, "ERR_VAULT_UNAVAILABLE"))
        self.faults = [("finish", "lost")] * client.TRIES
        self.assertEqual(self.recover("right"), ("status login" + " finish" * client.TRIES, "ERR_VAULT_UNAVAILABLE"))
        self.assertEqual((self.record["unacknowledged"], self.stored()), (0, True))
        self.assertEqual(self.recover("right"), ("finish", 0))
        self.assertFalse(self.stored())

    def test_another_password_settles_the_first(self):
        self.faults = [("login", "lost")] * client.TRIES
        self.recover("right")
        self.assertEqual(self.recover("wrong"), ("status login finish status login", "ERR_PASSWORD_WRONG"))
        self.assertEqual((self.record["unacknowledged"], self.stored()), (1, False))

    def test_conflicts(self):
        self.faults = [("login", "before")]
        self.assertEqual(self.recover("right"), ("status login status login finish", 0))
        self.faults = [("login", "before")] * client.TRIES
        self.assertEqual(self.recover("right"), ("status login" + " status login" * (client.TRIES - 1), "ERR_VAULT_UNAVAILABLE"))
        self.assertEqual((self.record["unacknowledged"], self.stored()), (0, False))

    def test_refused_by_the_status(self):
        for change, code in (({"not_before_ms": 9 ** 15 // 100}, "ERR_VAULT_WAIT"), ({"frozen_until_ms": 9 ** 15 // 100}, "ERR_VAULT_FROZEN"),
                             ({"unacknowledged": 30}, "ERR_VAULT_LOCKED"), ({"phase": machine.PHASES["erased"]}, "ERR_VAULT_DESTROYED")):
            before, self.record = self.record, {**self.record, **change}
            self.assertEqual(self.recover("right"), ("status", code))
            self.record = before

    def test_older_archive(self):
        self.record["anchor"]["sequence"] = 2
        self.assertEqual(self.recover("right"), ("status login finish", "ERR_ARCHIVE_OLDER"))
        self.assertEqual(self.recover("right", accept_older=True), ("finish", 0))


if __name__ == "__main__":
    unittest.main()
