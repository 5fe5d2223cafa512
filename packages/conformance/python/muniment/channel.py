"""The channel between client and realm (spec/vault.md section 12): encapsulated requests and responses."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import hkdf, hpke
from .errors import MunimentError, check

ALGORITHMS = bytes.fromhex("647a00030002")
OVERHEAD = 7 + 1120 + 16
TOLERANCE_MS = 600_000
_REQUEST, _RESPONSE = b"message/muniment-vault request", b"message/muniment-vault response"


def seal_request(key_id, public, plaintext, randomness=None):
    """(request, secret, enc); ERR_FIELD for a public key that is not valid."""
    check(0 <= key_id < 256, "ERR_FIELD", "key id")
    header = bytes([key_id]) + ALGORITHMS
    enc, context = hpke.setup_sender(public, _REQUEST + b"\0" + header, randomness)
    return header + enc + hpke.context_seal(context, b"", plaintext), hpke.context_export(context, _RESPONSE, 32), enc


def open_request(channel_keys, request, now_ms=None):
    """(plaintext, secret, enc). A channel key is {key_id, secret_key} with not_before_ms and not_after_ms if time counts (VAULT-101)."""
    check(len(request) >= OVERHEAD, "ERR_AUTHENTICATION")
    header, enc, ciphertext = request[:7], request[7:1127], request[1127:]
    check(header[1:] == ALGORITHMS, "ERR_CHANNEL_KEY")
    keys = [k for k in channel_keys if k["key_id"] == header[0]]
    check(keys, "ERR_CHANNEL_KEY")
    if now_ms is not None:
        check(keys[0]["not_before_ms"] - TOLERANCE_MS <= now_ms < keys[0]["not_after_ms"] + TOLERANCE_MS, "ERR_CHANNEL_KEY")
    context = hpke.setup_receiver(enc, keys[0]["secret_key"], _REQUEST + b"\0" + header)
    return hpke.context_open(context, b"", ciphertext), hpke.context_export(context, _RESPONSE, 32), enc


def _response_key(secret, enc, nonce):
    prk = hkdf.extract(enc + nonce, secret)
    return AESGCM(hkdf.expand(prk, b"key", 32)), hkdf.expand(prk, b"nonce", 12)


def seal_response(secret, enc, plaintext, nonce=None):
    nonce = nonce or os.urandom(32)
    key, iv = _response_key(secret, enc, nonce)
    return nonce + key.encrypt(iv, plaintext, b"")


def open_response(secret, enc, response):
    check(len(response) >= 48, "ERR_AUTHENTICATION")
    key, iv = _response_key(secret, enc, response[:32])
    try:
        return key.decrypt(iv, response[32:], b"")
    except InvalidTag:
        raise MunimentError("ERR_AUTHENTICATION") from None


def open_once(state, response):
    """Open a response with {secret, enc}, which is used up by the first that opens (VAULT-104, VAULT-105)."""
    check("secret" in state, "ERR_STATE_USED")
    plaintext = open_response(state["secret"], state["enc"], response)
    state.clear()
    return plaintext
