"""Keys of a root key, secrets of vaults, slots (spec/keys.md section 4)."""

from . import hkdf, hpke
from .errors import check


def root_key_keys(root_key):
    """(body key, MAC key, seed of the vault owner's Ed25519 key)."""
    check(len(root_key) == 32, "ERR_KEY_SIZE", "root key")
    return tuple(hkdf.expand(root_key, b"muniment v1 " + label, 32) for label in (b"keyring body", b"keyring mac", b"vault owner"))


def vault_secret(export_key, release_secret, salt):
    check(len(export_key) == 64, "ERR_KEY_SIZE", "export key")
    check(len(release_secret) == 32, "ERR_KEY_SIZE", "release secret")
    return hkdf.hkdf(salt, export_key + release_secret, b"muniment v1 vault secret", 32)


def slot_info(archive_id, type_, method_id, salt):
    return b"muniment v1 slot\0" + bytes([type_]) + archive_id + method_id + salt


def seal_slot(root_key, archive_id, type_, method_id, salt, public_key, randomness=None):
    return hpke.seal(public_key, slot_info(archive_id, type_, method_id, salt), b"", root_key, randomness)


def open_slot(secret, archive_id, slot):
    """The root key in a decoded Slot; ERR_AUTHENTICATION."""
    info = slot_info(archive_id, slot["type"], slot["method_id"], slot["salt"])
    root_key = hpke.open_(secret, info, b"", slot["sealed_root_key"])
    check(len(root_key) == 32, "ERR_AUTHENTICATION")
    return root_key
