"""A client of a vault (spec/vault.md sections 7, 12 to 14): descriptor, requests over HTTP, logins that survive an interruption."""

import http.client
import ipaddress
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

from . import channel, hkdf, opaque, password, protobuf, realm, vault, wire
from .errors import MunimentError, check

RESPONSE_LENGTH, TRIES, TIMEOUT = 4144, 4, 30


# HTTP (section 12).

class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


_OPENER = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def check_address(url):
    """HTTPS, or HTTP on a loopback address (VAULT-114)."""
    realm.check_url(url)
    parts = urllib.parse.urlsplit(url)
    try:
        loopback = parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        loopback = False
    check(parts.scheme == "https" or loopback, "ERR_VAULT_UNAVAILABLE", "neither HTTPS nor a loopback address")


def fetch(url, body=None, limit=65536):
    """(status, body of at most limit + 1 bytes, seconds to wait); ERR_VAULT_UNAVAILABLE if nothing answers."""
    headers = {"Content-Type": "application/octet-stream"} if body is not None else {}
    try:
        try:
            with _OPENER.open(urllib.request.Request(url, body, headers), timeout=TIMEOUT) as answer:
                return answer.status, answer.read(limit + 1), 0
        except urllib.error.HTTPError as answer:
            check(answer.code // 100 != 3, "ERR_VAULT_REQUEST", "redirect")
            after = answer.headers.get("Retry-After", "")
            return answer.code, answer.read(4096), int(after) if after.isascii() and after.isdigit() and len(after) < 4 else 0
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise MunimentError("ERR_VAULT_UNAVAILABLE", str(error)) from None


def _error_code(body):
    """The code of an error answer, which nobody has authenticated."""
    try:
        code = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        return "ERR_VAULT_UNAVAILABLE"
    known = ("ERR_VAULT_REQUEST", "ERR_CHANNEL_KEY", "ERR_AUTHENTICATION", "ERR_VAULT_RATE")
    return code if code in known else "ERR_VAULT_UNAVAILABLE"


# What is kept between runs, of a realm and its signers: serial and hash of the newest descriptor (VAULT-141), a login (VAULT-025).

def _load(session):
    try:
        with open(session["state_file"], encoding="ascii") as file:
            return json.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise MunimentError("ERR_HOME", str(error)) from None


def _save(session, **changes):
    """Change members of the state (None removes one), durably, in one rename."""
    path = session["state_file"]
    state = {k: v for k, v in {**_load(session), **changes}.items() if v is not None}
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(os.open(path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            json.dump(state, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(path + ".new", path)
        folder = os.open(os.path.dirname(path), os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except OSError as error:
        raise MunimentError("ERR_HOME", str(error)) from None


# Sessions.

def connect(bundle, token, state_folder, say=lambda text: None):
    """A session with the realm of a bundle, for the account of a token; its descriptor is verified."""
    check_address(bundle["url"])
    session = {"url": bundle["url"].rstrip("/"), "realm_id": bytes.fromhex(bundle["realm"]), "keys": realm.pin(bundle["signers"]),
               "bundle_note": bundle["note"].encode(), "token": token, "say": say,
               "account": vault.account_id(token["issuer"], token["subject"]),
               "login": "login " + hkdf.sha256(vault.account_id(token["issuer"], token["subject"])).hex(),
               "state_file": os.path.join(state_folder, realm.fingerprint(bytes.fromhex(bundle["realm"]), bundle["signers"]) + ".json")}
    refresh(session)
    return session


def refresh(session):
    """Fetch and judge the descriptor (VAULT-130 to VAULT-141, VAULT-151)."""
    status, note, _ = _patiently(lambda: fetch(session["url"] + "/v1/descriptor", limit=65536))
    check(status == 200, "ERR_VAULT_UNAVAILABLE", f"status {status}")
    state = _load(session)
    known = (state["serial"], bytes.fromhex(state["noteHash"])) if "serial" in state else None
    if not known:
        known = realm.known_from_bundle(session["realm_id"], session["keys"], session["bundle_note"])
    now = int(time.time() * 1000)
    descriptor, signed, known, usable = realm.accept(session["realm_id"], session["keys"], known, now, note)
    _save(session, serial=known[0], noteHash=known[1].hex())
    session["descriptor"], session["usable"] = descriptor, usable
    session["say"](f"realm of {descriptor['operator']}, signed by {', '.join(s[0] for s in signed)}")


def _patiently(attempt):
    """Try a bounded number of times, with growing waits, what is unavailable (VAULT-157)."""
    for i in range(TRIES):
        try:
            answer = attempt()
            wait = answer[2]
            if answer[0] not in (429, 503) or i == TRIES - 1:
                return answer
        except MunimentError as error:
            if error.code != "ERR_VAULT_UNAVAILABLE" or i == TRIES - 1:
                raise
            wait = 0
        time.sleep(min(max(wait, 2 ** i), 30))


def _exchange(session, operation, body):
    """One request, sealed anew for each try, and its answer."""
    token = session["token"]
    message = vault.request(operation, body, session["realm_id"], token["token"], token["client_seed"])
    sealed = {}

    def attempt():
        key = max(session["usable"], key=lambda c: c["not_before_ms"])
        data, sealed["secret"], sealed["enc"] = channel.seal_request(key["key_id"], key["public_key"], vault.frame_request(message))
        return fetch(session["url"] + "/v1/request", data, RESPONSE_LENGTH)

    status, response, _ = _patiently(attempt)
    if status != 200 and _error_code(response) == "ERR_CHANNEL_KEY":  # once (VAULT-111)
        refresh(session)
        status, response, _ = _patiently(attempt)
    check(status == 200, _error_code(response), f"status {status}")
    check(len(response) == RESPONSE_LENGTH, "ERR_VAULT_ANSWER", "length")
    content = channel.open_once(sealed, response)
    try:
        content = wire.unframe(content, vault.RESPONSE_LENGTH)
    except MunimentError:
        raise MunimentError("ERR_VAULT_ANSWER", "frame") from None
    return vault.read_answer(operation, content)


def ask(session, operation, body=b""):
    """The answer; the same request again while it is uncertain or busy."""
    for i in range(TRIES):
        answer = _exchange(session, operation, body)
        if answer["outcome"] not in ("uncertain", "busy"):
            break
        if i < TRIES - 1:
            time.sleep(2 ** i)
    session["say"](f"{operation}: {answer['outcome']}")
    return answer


def expect_ok(answer):
    outcome, status = answer["outcome"], answer.get("status", {})
    times = {k: status[k] for k in ("not_before_ms", "frozen_until_ms", "destroyed_ms") if status.get(k)}
    check(outcome == "ok", vault.OUTCOME_ERRORS.get(outcome, "ERR_VAULT_ANSWER"), outcome, outcome=outcome, **times)
    return answer


# Logins (section 7, `recover`, steps 3 to 7).

def login(session, password_text, number):
    """(release secret, export key, status of FINISH) of generation `number`. What is stored of the login stays until `forget`:
    generation, version, ksf, KE1, OPAQUE's state, which holds the password input, and KE2 with what its answer's status showed.
    """
    given = password.password_input(session["account"], password_text)
    stored = _load(session).get(session["login"])
    if stored and not (hkdf.equal(_state(stored).password_input, given) and stored["generation"] == number):
        _settle(session, stored)
        stored = None
    for _ in range(TRIES):
        if not (stored and "ke2" in stored):
            stored = _evaluate(session, given, number, stored)
        try:
            ke3, export_key = _open(session, stored)
        except MunimentError as error:
            forget(session)
            check(error.code != "ERR_LOGIN", "ERR_PASSWORD_WRONG", attempts=stored["attempts"], not_before_ms=stored["notBefore"])
            raise MunimentError("ERR_VAULT_ANSWER", str(error)) from None
        answer = _finish(session, stored, ke3)
        if answer["outcome"] != "no-login":
            break
        stored = None
    expect_ok(answer)
    return answer["release_secret"], export_key, answer["status"]


def forget(session):
    """What is stored of a login is removed when the archive is open, or nothing can come of it any more."""
    _save(session, **{session["login"]: None})


def _state(stored):
    return opaque.resume(opaque.DEFAULT, 2, bytes.fromhex(stored["state"]))


def _body(stored):
    body = {"version": stored["version"], "generation": stored["generation"], "ke1": bytes.fromhex(stored["ke1"])}
    return vault.encode_body("login", body)


def _ask_of_login(session, operation, body, goes_on=()):
    """An answer; with a status that is neither ok nor one of `goes_on`, what is stored is removed. Without one it stays (step 5)."""
    answer = ask(session, operation, body)
    if answer["outcome"] not in ("ok", *goes_on):
        if "status" in answer:
            forget(session)
        expect_ok(answer)
    return answer


def _evaluate(session, given, number, stored):
    """Steps 3 to 5: LOGIN until there is a KE2. What may have been counted goes out again as it was, before anything is judged."""
    for i in range(TRIES):
        now = expect_ok(ask(session, "status"))
        if i or not stored or stored["version"] == now["status"]["version"]:
            try:
                generation = _usable(now["status"], now["time_ms"], session["descriptor"], number)
                opaque.parse_ksf(generation["ksf"])
            except MunimentError:
                forget(session)
                raise
            if not stored:
                state, ke1 = opaque.start_login(opaque.DEFAULT, given)
                stored = {"generation": number, "ke1": ke1.hex(), "state": state.suspend().hex()}
            stored.update(version=now["status"]["version"], ksf=generation["ksf"])
            _save(session, **{session["login"]: stored})
        answer = _ask_of_login(session, "login", _body(stored), ["conflict"] if i < TRIES - 1 else [])
        if answer["outcome"] == "ok":
            break
    stored.update(ke2=answer["ke2"].hex(), attempts=answer["status"]["attempts"], notBefore=answer["status"]["not_before_ms"])
    _save(session, **{session["login"]: stored})
    return stored


def _usable(status, now_ms, descriptor, number):
    """The generation of this number, if a LOGIN could be answered for it now; else the error that LOGIN would lead to (step 4)."""
    phase, active, previous = protobuf.enum_name("VaultPhase", status["phase"]), status.get("active"), status.get("previous")
    check(phase in ("active", "erased"), "ERR_VAULT_NO_RECORD")
    check(phase == "active", "ERR_VAULT_DESTROYED", destroyed_ms=status["destroyed_ms"])
    generation = next((g for g in (active, previous) if g and g["number"] == number), None)
    check(generation, "ERR_VAULT_GENERATION")
    frozen = status["frozen_until_ms"] > now_ms and generation is active and not status["delete_at_ms"]  # VAULT-028
    check(not frozen, "ERR_VAULT_FROZEN", frozen_until_ms=status["frozen_until_ms"])
    check(status["unacknowledged"] < descriptor["unacknowledged_limit"], "ERR_VAULT_LOCKED")
    check(status["not_before_ms"] <= now_ms, "ERR_VAULT_WAIT", not_before_ms=status["not_before_ms"])
    return generation


def _open(session, stored):
    """(KE3, export key) of a KE2; ERR_LOGIN if it does not open, and then no KE3 is sent (VAULT-026)."""
    ksf = opaque.parse_ksf(stored["ksf"])
    context = opaque.context(opaque.DEFAULT, ksf, session["realm_id"], stored["generation"])
    identities = session["account"], session["realm_id"]
    ke3, _, export_key = opaque.finish_login(_state(stored), bytes.fromhex(stored["ke2"]), context, identities, ksf)
    return ke3, export_key


def _finish(session, stored, ke3):
    """Step 7. A `wrong` for a KE2 that opened, or a `no-login`: what is stored is removed."""
    body = vault.encode_body("finish", {"login_id": vault.digest("login", _body(stored)), "ke3": ke3})
    answer = _ask_of_login(session, "finish", body, ["wrong", "no-login"])
    if answer["outcome"] != "ok":
        forget(session)
    check(answer["outcome"] != "wrong", "ERR_VAULT_ANSWER", "a KE2 that opened, and a KE3 that is wrong")
    return answer


def _settle(session, stored):
    """Bring a login of another password or generation to its end (VAULT-154)."""
    if "ke2" not in stored and stored["version"] != expect_ok(ask(session, "status"))["status"]["version"]:
        answer = ask(session, "login", _body(stored))
        if "status" not in answer:
            expect_ok(answer)
        stored["ke2"] = answer["ke2"].hex()
    try:
        ke3 = _open(session, stored)[0] if stored.get("ke2") else None
    except MunimentError:
        ke3 = None
    if ke3:
        _finish(session, stored, ke3)
    forget(session)
