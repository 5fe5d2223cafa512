"""A realm (spec/vault.md sections 3 to 11): its machine over one record, its sealed records, and what stands before the machine.

A record is a decoded VaultRecord. `step` gives (outcome, record to be written or None, {ke2 or release_secret}).
"""

import copy

from . import cobblestone, ed25519, hkdf, opaque, protobuf, realm, vault, wire
from . import ristretto255 as group
from .errors import MunimentError, check

DAY = 86_400_000
PHASES = {protobuf.enum_name("VaultPhase", n): n for n in protobuf.ENUMS["VaultPhase"] if n}
_FORBIDDEN = {"erased": ("freeze", "revert", "login")}
_OWNER = ("acknowledge", "freeze", "cancel", "anchor", "delete", "owner", "stage", "commit")
_NEW_OWNER = ("stage", "commit", "owner", "revert")


class _Refused(Exception):
    pass


def _need(condition, outcome):
    if not condition:
        raise _Refused(outcome)


def _phase(record):
    return protobuf.enum_name("VaultPhase", record["phase"])


def _empty():
    return {"format_version": 1, "version": 0, "phase": PHASES["none"], "last_generation": 0, "owner": b"", "attempts": 0, "unacknowledged": 0,
            "not_before_ms": 0, "frozen_until_ms": 0, "delete_at_ms": 0, "cancelled_ms": 0, "destroyed_ms": 0, "last_attempt_ms": 0,
            "last_success_ms": 0, "logins": [], "last_request": b""}


def _deleted(record):
    """What stays of a deleted record (VAULT-019)."""
    return {**_empty(), **{k: record[k] for k in ("version", "last_generation", "unacknowledged", "last_request")}}


def _keep_logins(record):
    """The logins of a generation go with it."""
    numbers = [record[g]["number"] for g in ("active", "previous") if g in record]
    record["logins"] = [p for p in record["logins"] if p["generation"] in numbers]


def apply_time(record, now):
    """What time does to a record (section 5)."""
    r = copy.deepcopy(record)
    if r["delete_at_ms"] and r["delete_at_ms"] <= now:
        return _deleted(r)
    if "staged" in r and r["staged"]["until_ms"] <= now:
        if _phase(r) == "staged":
            return _deleted(r)
        del r["staged"]
    if "previous" in r and r["previous"]["until_ms"] and r["previous"]["until_ms"] <= now:
        del r["previous"]
        _keep_logins(r)
    r["logins"] = [p for p in r["logins"] if p["started_ms"] + DAY > now]
    if _phase(r) == "erased" and r["last_attempt_ms"] + DAY <= now:
        for g in ("active", "previous"):
            if g in r:
                r[g]["release_secret"] = b""
    return r


def status(r):
    """The VaultStatus of a record."""
    out = {k: r[k] for k in ("version", "phase", "last_generation", "attempts", "unacknowledged", "not_before_ms", "frozen_until_ms",
                             "delete_at_ms", "destroyed_ms", "last_attempt_ms", "last_success_ms", "owner")}
    for g in ("active", "previous", "staged"):
        if g in r:
            out[g] = {k: r[g][k] for k in ("number", "ksf", "since_ms", "until_ms")}
    if "anchor" in r:
        out["anchor"] = r["anchor"]
    return out


def step(record, request, now, policy, evaluate, finish):
    """The machine of section 6. `request`: operation, body (encoded), account, realm_id, the three signatures.

    `evaluate(keys)` gives (KE2, state) of a generation, `finish(login)` the session key if the KE3 is right, else None.
    """
    r = record or _empty()
    now = max(now, r["last_attempt_ms"], r["last_success_ms"])
    r = apply_time(r, now)
    operation, secret = request["operation"], {}
    if operation == "status":
        return "ok", None, r, secret
    body, digest = protobuf.decode(vault.BODIES[operation], request["body"]), vault.digest(operation, request["body"])
    same = [p for p in r["logins"] if p["login_id"] == digest]
    if operation == "login" and same:
        return "ok", r, r, {"ke2": same[0]["ke2"]}
    if r["last_request"] == digest:
        return "ok", r, r, secret
    before, r = r, copy.deepcopy(r)
    try:
        phase = _phase(r)
        _need(phase not in ("none", "staged") or operation == "stage" or phase == "staged" and operation == "commit",
              "no-login" if operation == "finish" else "no-record")
        _need(operation not in _FORBIDDEN.get(phase, ()), "destroyed" if operation == "login" else "refused")
        _need(operation == "finish" or body["version"] == r["version"], "conflict")
        login = _authorize(r, request, operation, body)
        if operation == "login":
            secret = _login(r, body, digest, now, policy, evaluate)
        elif operation == "finish":
            return _finish(r, body, now, finish)
        else:
            r = _CHANGES[operation](r, body, now, login) or r
            r["last_request"] = digest
        r["version"] += 1
        return "ok", r, r, secret
    except _Refused as refused:
        return refused.args[0], None, before, {}


def _authorize(r, request, operation, body):
    """Signatures and proofs (step 6); the login that a login proof is about, or None."""
    signed = vault.signed_input(operation, request["realm_id"], request["account"], request["body"])
    if operation == "commit":
        _need("staged" in r and r["staged"]["number"] == body["generation"], "other-generation")
    if operation in _OWNER and r["owner"]:
        _need(ed25519.verify(r["owner"], signed, request["owner_signature"]), "signature")
    if operation in _NEW_OWNER:
        new = r["staged"]["owner"] if operation == "commit" else body["owner"]
        _need(ed25519.verify(new, signed, request["new_owner_signature"]), "signature")
    if operation not in ("commit", "revert", "delete") or not body["login_id"]:
        return None
    found = [p for p in r["logins"] if p["login_id"] == body["login_id"] and p["session_key"]]
    _need(found, "no-login")
    _need(hkdf.equal(vault.login_proof(found[0]["session_key"], signed), request["login_proof"]), "wrong")
    return found[0]


def _login(r, body, digest, now, policy, evaluate):
    generation = next((g for g in ("active", "previous") if g in r and r[g]["number"] == body["generation"]), None)
    _need(generation, "other-generation")
    _need(r["frozen_until_ms"] <= now or generation == "previous" or r["delete_at_ms"], "frozen")
    _need(r["unacknowledged"] < policy["unacknowledged_limit"], "locked")
    _need(r["not_before_ms"] <= now, "wait")
    ke2, state = evaluate(r[generation])
    r["attempts"] += 1
    r["unacknowledged"] += 1
    r["last_attempt_ms"] = now
    last = r["attempts"] >= policy["limit"]
    r["not_before_ms"] = 0 if last else now + policy["waits_ms"][r["attempts"]]
    r["logins"].append({"login_id": digest, "generation": body["generation"], "started_ms": now, "ke2": ke2, "state": state,
                        "session_key": b"", "ke3": b""})
    del r["logins"][:-10]
    if last:
        r["phase"], r["destroyed_ms"] = PHASES["erased"], now
        for g in ("active", "previous"):
            if g in r:
                r[g].update(oprf_key=b"", record=b"")
    return {"ke2": ke2}


def _finish(r, body, now, finish):
    login = next((p for p in r["logins"] if p["login_id"] == body["login_id"]), None)
    _need(login, "no-login")
    generation = next((g for g in ("active", "previous") if g in r and r[g]["number"] == login["generation"]), None)
    _need(generation and r[generation]["release_secret"], "no-login")
    if login["ke3"]:
        _need(login["ke3"] == body["ke3"], "no-login")
        return "ok", r, r, {"release_secret": r[generation]["release_secret"]}
    session_key = finish(login)
    r["version"] += 1
    r["logins"].remove(login)
    if session_key is None:  # a KE3 is checked once: the login goes
        return "wrong", r, r, {}
    login.update(state=b"", session_key=session_key, ke3=body["ke3"])
    r["logins"].append(login)
    if generation == "previous" or "previous" not in r:
        r["attempts"] = r["not_before_ms"] = 0
    elif r["last_success_ms"] < login["started_ms"]:
        r["attempts"] = max(0, r["attempts"] - 1)
    r["unacknowledged"] = max(0, r["unacknowledged"] - 1)
    r["last_success_ms"], r["delete_at_ms"] = now, 0
    return "ok", r, r, {"release_secret": r[generation]["release_secret"]}


def _stage(r, body, now, _):
    _need(body["generation"] == r["last_generation"] + 1, "other-generation")
    r["staged"] = {"number": body["generation"], "since_ms": now, "until_ms": now + DAY,
                   **{k: body[k] for k in ("ksf", "oprf_key", "record", "release_secret", "owner", "anchor") if k in body}}
    r["last_generation"] = body["generation"]
    if _phase(r) == "none":
        r["phase"] = PHASES["staged"]


def _commit(r, body, now, login):
    staged, old = r.pop("staged"), r.get("active")
    phase = _phase(r)
    if phase == "erased":
        r.pop("previous", None)
        r.update(attempts=0, not_before_ms=0, destroyed_ms=0)
    elif phase == "active":
        if "previous" in r:
            if login and login["generation"] == r["previous"]["number"]:
                del r["previous"]
        elif old and not login:
            r["previous"] = {**old, "until_ms": now + 3 * DAY}
    r["owner"] = staged.pop("owner")
    anchor = staged.pop("anchor", None)
    if anchor:
        r["anchor"] = anchor
    r["active"] = {**staged, "since_ms": now, "until_ms": 0}
    r["phase"] = PHASES["active"]
    _keep_logins(r)


def _acknowledge(r, body, now, _):
    r["unacknowledged"] = sum(1 for p in r["logins"] if p["state"])


def _freeze(r, body, now, _):
    r["frozen_until_ms"] = now + body["duration_ms"] if body["duration_ms"] else 0


def _abandon(r, body, now, _):
    _need(not r["delete_at_ms"], "refused")
    r["delete_at_ms"] = now + 7 * DAY


def _cancel(r, body, now, _):
    _need(r["delete_at_ms"] and (not r["cancelled_ms"] or r["cancelled_ms"] + 90 * DAY <= now), "refused")
    r["delete_at_ms"], r["cancelled_ms"] = 0, now


def _anchor(r, body, now, _):
    old, new = r.get("anchor"), body["next"]
    _need(body.get("expected") == old, "anchored")
    if old:
        for number, value in (("sequence", "snapshot_id"), ("keyring_generation", "keyring_hash")):
            _need(new[number] > old[number] or new[number] == old[number] and new[value] == old[value], "anchored")
    r["anchor"] = new
    r.get("staged", {}).pop("anchor", None)


def _owner(r, body, now, _):
    r["owner"] = body["owner"]
    r.pop("staged", None)


def _revert(r, body, now, login):
    _need(login, "wrong")
    _need("previous" in r and r["previous"]["number"] == body["generation"] == login["generation"], "other-generation")
    r["active"] = {**r.pop("previous"), "until_ms": 0}
    r.pop("staged", None)
    r["owner"] = body["owner"]
    _keep_logins(r)


def _delete(r, body, now, login):
    proved = login and login["generation"] == (r.get("previous") or r.get("active") or {}).get("number")
    if proved or _phase(r) == "erased":
        return _deleted(r)
    r["delete_at_ms"] = min(r["delete_at_ms"] or now + 3 * DAY, now + 3 * DAY)


_CHANGES = {"stage": _stage, "commit": _commit, "acknowledge": _acknowledge, "freeze": _freeze, "abandon": _abandon, "cancel": _cancel,
            "anchor": _anchor, "owner": _owner, "revert": _revert, "delete": _delete}


# Section 3: what stands before the machine.

def _json(part):
    value = realm.load_json(vault.decode_part(part))
    _need(isinstance(value, dict), "denied")
    return value


def token_account(token, realm_id, issuers, now):
    """(account id, client key) of a token that holds (VAULT-011, VAULT-012)."""
    try:
        header, claims, signature = token.split(".")
        signed, signature = (header + "." + claims).encode(), vault.decode_part(signature)
        header, claims = _json(header), _json(claims)
        _need(header["typ"] == "muniment-vault+jwt" and header["alg"] in ("EdDSA", "Ed25519"), "denied")
        _need(set(header) <= {"typ", "alg", "kid"}, "denied")
        keys = [key for name, key in issuers if name == claims["iss"]]
        _need(any(ed25519.verify(key, signed, signature) for key in keys), "denied")
        issued, expires, not_before = claims["iat"], claims["exp"], claims.get("nbf", 0)
        _need(all(type(t) in (int, float) for t in (issued, expires, not_before)), "denied")
        _need(expires - issued <= 300 and now < 1000 * expires and 1000 * max(issued, not_before) <= now + 60_000, "denied")
        _need(claims["aud"] == realm_id.hex() and isinstance(claims["sub"], str), "denied")
        _need(1 <= len(claims["sub"].encode()) <= 256 and set(claims["cnf"]) == {"jwk"}, "denied")
        jwk = claims["cnf"]["jwk"]
        _need(set(jwk) == {"kty", "crv", "x"} and jwk["kty"] == "OKP" and jwk["crv"] == "Ed25519", "denied")
        key = vault.decode_part(jwk["x"])
        _need(ed25519.good_key(key), "denied")
        return vault.account_id(claims["iss"], claims["sub"]), key
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError, MunimentError):
        raise _Refused("denied") from None


def _check_body(operation, body):
    """Elements, scalars and keys of a body (VAULT-014, VAULT-016)."""
    if operation not in vault.BODIES:
        return check(not body, "ERR_FIELD")
    value = vault.decode_body(operation, body)
    if operation == "login":
        blinded, _, share = opaque.fields(value["ke1"], 32, 32, 32)
        group.decode(blinded), group.decode(share)
    if operation == "stage":
        opaque.parse_ksf(value["ksf"])
        group.decode_scalar(value["oprf_key"])
        group.decode(value["record"][:32])
    check("owner" not in value or ed25519.good_key(value["owner"]), "ERR_ELEMENT")


def answer(described, plaintext, now, load, evaluate, finish):
    """(VaultResponse, record to be written or None) to the plaintext of a request. `described` is a realm: realm_id, issuers, policy;
    `load(account)` gives the record."""
    reply, outcome, after = {"format_version": 1, "time_ms": now}, "malformed", None
    try:
        request = protobuf.decode("VaultRequest", wire.unframe(plaintext, vault.REQUEST_LENGTH))
        operation = protobuf.enum_name("VaultOperation", request["operation"])
        account, key = token_account(request["token"], described["realm_id"], described["issuers"], now)
        signed = vault.proof_input(operation, described["realm_id"], request["token"], request["body"])
        _need(ed25519.verify(key, signed, request["proof"]), "denied")
        _check_body(operation, request["body"])
        request.update(operation=operation, account=account, realm_id=described["realm_id"])
        body = vault.decode_body(operation, request["body"]) if request["body"] else {}
        outcome, after, shown, secret = step(load(account), request, now, described["policy"], lambda g: evaluate(account, g, body),
                                             lambda login: finish(login, body))
        reply.update(status=status(shown), **secret)
    except MunimentError:
        pass
    except _Refused as refused:
        outcome = refused.args[0]
    reply["outcome"] = protobuf.enum_number("VaultOutcome", outcome)
    return protobuf.encode("VaultResponse", reply), after


def opaque_server(realm_id, private_key, drawn=()):
    """The functions `evaluate` and `finish` of `answer`; `drawn` is the randomness of KE2, for vectors."""
    def evaluate(account, keys, body):
        context = opaque.context(opaque.DEFAULT, opaque.parse_ksf(keys["ksf"]), realm_id, keys["number"])
        state, ke2 = opaque.start_server_login(opaque.DEFAULT, body["ke1"], private_key, keys["oprf_key"], keys["record"], context,
                                               (account, realm_id), *drawn)
        return ke2, state.suspend()

    def finish(login, body):
        try:
            return opaque.finish_server_login(opaque.resume(opaque.DEFAULT, 3, login["state"]), body["ke3"])
        except MunimentError:
            return None
    return evaluate, finish


# Section 11: sealed records.

def open_record(storage_key, realm_id, account, revision, sealed):
    check(0 <= revision < 2 ** 64, "ERR_LIMIT", "revision")
    handle = hkdf.hmac_sha256(hkdf.expand(storage_key, b"muniment v1 vault handle", 32), account)
    context = b"\x07" + realm_id + bytes(4) + handle + revision.to_bytes(8, "big")
    plaintext = cobblestone.open_([hkdf.expand(storage_key, b"muniment v1 vault record", 32)], context, sealed)
    content = wire.unframe(plaintext, 16384)
    protobuf.decode("VaultRecord", content)
    return content
