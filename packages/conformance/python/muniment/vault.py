"""What a client and a realm's vault say to each other (spec/vault.md sections 2 to 4 and 14): requests, tokens, answers."""

import base64
import hashlib

from . import ed25519, protobuf, wire
from .errors import MunimentError, check
from .hkdf import hmac
from .opaque import p
from .realm import load_json, read_json

REQUEST_LENGTH, RESPONSE_LENGTH = 8192, 4096
OPERATIONS = {protobuf.enum_name("VaultOperation", n): n for n in protobuf.ENUMS["VaultOperation"] if n}
BODIES = {"stage": "VaultStage", "commit": "VaultCommit", "login": "VaultLogin", "finish": "VaultFinish", "acknowledge": "VaultChange",
          "abandon": "VaultChange", "cancel": "VaultChange", "freeze": "VaultFreeze", "anchor": "VaultAnchorChange",
          "owner": "VaultOwnerChange", "revert": "VaultRevert", "delete": "VaultDelete"}

# Section 14: the outcomes that come with a status, beside `ok`.
_OUTCOMES = {
    "status": "", "stage": "conflict signature other-generation", "commit": "conflict signature other-generation no-record wrong no-login",
    "login": "conflict no-record other-generation wait frozen locked destroyed", "finish": "wrong no-login",
    "acknowledge": "conflict signature no-record", "freeze": "conflict signature no-record refused",
    "cancel": "conflict signature no-record refused", "abandon": "conflict no-record refused",
    "anchor": "conflict signature no-record anchored", "owner": "conflict signature no-record",
    "revert": "conflict signature no-record refused other-generation wrong no-login",
    "delete": "conflict signature no-record wrong no-login"}

# Section 14: what an outcome is to the user of a client.
OUTCOME_ERRORS = {
    "denied": "ERR_VAULT_TOKEN", "malformed": "ERR_VAULT_REQUEST", "conflict": "ERR_VAULT_UNAVAILABLE", "uncertain": "ERR_VAULT_UNCERTAIN",
    "no-record": "ERR_VAULT_NO_RECORD", "other-generation": "ERR_VAULT_GENERATION", "wait": "ERR_VAULT_WAIT", "frozen": "ERR_VAULT_FROZEN",
    "locked": "ERR_VAULT_LOCKED", "destroyed": "ERR_VAULT_DESTROYED", "wrong": "ERR_VAULT_SIGNATURE", "signature": "ERR_VAULT_SIGNATURE",
    "no-login": "ERR_VAULT_REFUSED", "refused": "ERR_VAULT_REFUSED", "anchored": "ERR_VAULT_REFUSED", "busy": "ERR_VAULT_RATE",
    "rolled-back": "ERR_VAULT_ROLLED_BACK"}


def account_id(issuer, subject):
    return p(issuer.encode()) + p(subject.encode())


# Tokens.

def decode_part(text):
    """A part of a JWT: base64url without padding, unused bits zero."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    check(base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text, "ERR_REALM_BUNDLE", "token")
    return data


def token_claims(token):
    """The claims of a token, unverified: only whom it asks for and until when (VAULT-153)."""
    try:
        header, claims, _ = map(decode_part, token.split("."))
        load_json(header)
        claims = load_json(claims)
        check(all(isinstance(claims[c], str) and 1 <= len(claims[c].encode()) <= 256 for c in ("iss", "sub")), "ERR_REALM_BUNDLE", "token")
        check(all(isinstance(claims[c], (int, float)) and not isinstance(claims[c], bool) for c in ("iat", "exp")), "ERR_REALM_BUNDLE", "token")
        return claims
    except (ValueError, KeyError, TypeError, RecursionError):
        raise MunimentError("ERR_REALM_BUNDLE", "token") from None


def parse_token_file(data):
    """{token, client_seed, issuer, subject} of a token file."""
    value = read_json(data, 8192, {"format": str, "token": str, "clientKey": str})
    check(value["format"] == "muniment-vault-token/1" and 1 <= len(value["token"]) <= 2048, "ERR_REALM_BUNDLE", "token file")
    try:
        seed = base64.b64decode(value["clientKey"], validate=True)
    except ValueError:
        raise MunimentError("ERR_REALM_BUNDLE", "clientKey") from None
    check(len(seed) == 32 and base64.b64encode(seed).decode() == value["clientKey"], "ERR_REALM_BUNDLE", "clientKey")
    claims = token_claims(value["token"])
    return {"token": value["token"], "client_seed": seed, "issuer": claims["iss"], "subject": claims["sub"]}


# Requests.

def encode_body(operation, value):
    return protobuf.encode(BODIES[operation], value) if operation in BODIES else b""


def decode_body(operation, body):
    return protobuf.decode(BODIES[operation], body)


def digest(operation, body):
    """What retries are known by; of LOGIN the login id."""
    return hashlib.sha256(bytes([OPERATIONS[operation]]) + body).digest()


def proof_input(operation, realm_id, token, body):
    return b"muniment v1 vault request\0" + bytes([OPERATIONS[operation]]) + realm_id + p(token.encode()) + p(body)


def signed_input(operation, realm_id, account, body):
    value = protobuf.decode(BODIES[operation], body) if body else {}
    numbers = b"".join(value.get(name, 0).to_bytes(8, "big") for name in ("generation", "version"))
    return b"muniment v1 vault change\0" + bytes([OPERATIONS[operation]]) + realm_id + p(account) + numbers + p(body)


def login_proof(session_key, signed):
    return hmac(session_key, b"muniment v1 vault login-proof\0" + signed)


def request(operation, body, realm_id, token, client_seed, account=None, owner_seed=None, new_owner_seed=None, session_key=None):
    """The VaultRequest of an encoded body."""
    value = {"format_version": 1, "operation": OPERATIONS[operation], "token": token, "body": body,
             "proof": ed25519.sign(client_seed, proof_input(operation, realm_id, token, body))}
    if owner_seed or new_owner_seed or session_key:
        signed = signed_input(operation, realm_id, account, body)
        value["owner_signature"] = ed25519.sign(owner_seed, signed) if owner_seed else b""
        value["new_owner_signature"] = ed25519.sign(new_owner_seed, signed) if new_owner_seed else b""
        value["login_proof"] = login_proof(session_key, signed) if session_key else b""
    return protobuf.encode("VaultRequest", value)


def frame_request(message):
    return wire.frame(message, REQUEST_LENGTH)


# Answers.

def _check_status(s):
    """A status that does not contradict itself."""
    phase = protobuf.enum_name("VaultPhase", s["phase"])
    active, previous, staged = s.get("active"), s.get("previous"), s.get("staged")
    good = max(s["version"], s["last_generation"]) <= 2 ** 53 - 2
    good = good and all(g is None or g["number"] <= s["last_generation"] for g in (active, previous, staged))
    if phase in ("active", "erased"):
        good = good and active and s["owner"] and s["version"]
    else:
        good = good and not active and not previous and not s["owner"] and bool(staged) == (phase == "staged")
    check(good and (phase != "staged" or s["version"]), "ERR_VAULT_ANSWER", "status of phase " + phase)


def read_answer(operation, message):
    """The decoded VaultResponse, with its outcome by name, if the operation can have it (VAULT-156)."""
    try:
        answer = protobuf.decode("VaultResponse", message)
    except MunimentError as error:
        raise MunimentError("ERR_VAULT_ANSWER", str(error)) from None
    outcome = answer["outcome"] = protobuf.enum_name("VaultOutcome", answer["outcome"])
    with_status = outcome == "ok" or outcome in _OUTCOMES[operation].split()
    without = outcome in ("denied", "malformed", "busy", "rolled-back") or outcome == "uncertain" and operation != "status"
    check(with_status or without, "ERR_VAULT_ANSWER", f"{operation}: {outcome}")
    check(("status" in answer) == with_status, "ERR_VAULT_ANSWER", "status")
    check(bool(answer["ke2"]) == (operation == "login" and outcome == "ok"), "ERR_VAULT_ANSWER", "KE2")
    check(bool(answer["release_secret"]) == (operation == "finish" and outcome == "ok"), "ERR_VAULT_ANSWER", "release secret")
    if with_status:
        _check_status(answer["status"])
    return answer
