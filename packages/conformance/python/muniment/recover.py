"""Recovery by password: `recover` of spec/vault.md section 7, steps 1 and 8 to 10, and a restore of the latest snapshot."""

import argparse
import os
import sys

from . import archive, client, keyring, keys, realm, restore, vault
from .errors import MunimentError, check, exit_status, printable
from .store import FolderStore


def _read(path, limit):
    try:
        with open(path, "rb") as file:
            return file.read(limit + 1)
    except OSError:
        raise MunimentError("ERR_INPUT_FILE", path) from None


def read_password(path):
    """The first line of a file, without its newline."""
    try:
        return _read(path, 65536).decode("utf-8").split("\n")[0].rstrip("\r")
    except UnicodeDecodeError:
        raise MunimentError("ERR_INPUT_FILE", path + ": not UTF-8") from None


def find_slots(store, realm_id, token):
    """{generation at the vault: [(method id, salt)]} of this realm and account in a store's keyrings, the newest first (step 1)."""
    slots, account = {}, (realm_id, token["issuer"], token["subject"])
    for name, data in sorted(archive.keyring_objects(store)[0], reverse=True):
        try:
            public, _ = keyring.parse(data, name)
        except MunimentError:
            continue
        for slot in public["slots"]:
            locator = slot.get("vault")
            if locator and (locator["realm_id"], locator["issuer"], locator["subject"]) == account:
                found, place = slots.setdefault(locator["generation"], []), (slot["method_id"], slot["salt"])
                found += [place] if place not in found else []
    return slots


def open_archives(store, slots, export_key, release_secret):
    """What the first of these slots opens, of each tip; a store can hold others beside the right one, and a wrong one costs nothing."""
    for method_id, salt in slots:
        try:
            return archive.open_archives(store, ("secret", method_id, keys.vault_secret(export_key, release_secret, salt)))
        except MunimentError as failure:
            error = failure
    raise error


def check_anchor(opened, anchor):
    """VAULT-052: the newest head is the anchored one or of a greater sequence, and the keyring of no lower generation."""
    found = [(h["stable"]["sequence"], h["id"]) for a in opened for h in archive.current_heads(a).values()]
    newest = max((n for n, _ in found), default=0)
    check(newest > anchor["sequence"] or (newest, anchor["snapshot_id"]) in found and newest == anchor["sequence"], "ERR_ARCHIVE_OLDER", "head")
    generation = max(a["keyring"]["public"]["generation"] for a in opened)
    check(generation >= anchor["keyring_generation"], "ERR_ARCHIVE_OLDER", "keyring")


def run(options, say):
    store = FolderStore(options.store)
    bundle = realm.parse_bundle(_read(options.vault_bundle, 65536))
    token = vault.parse_token_file(_read(options.token_file, 8192))
    slots = find_slots(store, bytes.fromhex(bundle["realm"]), token)
    numbers = sorted(slots, reverse=True)[1 if options.previous else 0:]
    check(numbers, "ERR_METHOD_UNKNOWN", "no slot of this vault and account in the store")
    session = client.connect(bundle, token, options.state, say)
    release_secret, export_key, status = client.login(session, read_password(options.password_file), numbers[0])
    opened = open_archives(store, slots[numbers[0]], export_key, release_secret)
    if "anchor" in status and not options.accept_older:
        check_anchor(opened, status["anchor"])
    client.forget(session)
    found = [(a, h) for a in reversed(opened) for h in archive.snapshots(a)]
    check(found, "ERR_SNAPSHOT_UNKNOWN", "the archive has no snapshot")
    problems, (chosen, head) = [], found[-1]

    def report(path, error):
        problems.append(error)
        say(f"{path!r}: {error}")
    count = restore.restore(chosen, head, options.into, report)
    for name, code in sorted({(name, error.code) for a in opened for name, error in a["reports"]}):
        say(f"{name!r}: {code}")
    say(f"{count} entries of snapshot {head['id'].hex()} restored")
    return exit_status(problems[0].code) if problems else 0


def main(arguments):
    parser = argparse.ArgumentParser(prog="muniment recover", description=__doc__)
    parser.add_argument("store")
    for name in ("into", "password-file", "token-file", "vault-bundle"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--state", default=os.path.join(os.path.expanduser("~"), ".muniment-vault"), help="folder that outlives the run")
    parser.add_argument("--previous", action="store_true", help="the password is that of the generation before the last")
    parser.add_argument("--accept-older", action="store_true", help="restore although the vault knows a newer state")

    def say(text):
        print(printable(text), file=sys.stderr)
    try:
        return run(parser.parse_args(arguments), say)
    except MunimentError as error:
        details = {k: v for k, v in error.details.items() if k.endswith("_ms") or k == "attempts"}
        say(f"{error} {details or ''}")
        return exit_status(error.code)
