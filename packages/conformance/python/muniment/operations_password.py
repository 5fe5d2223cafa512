"""The operations of the conformance protocol for the password side: suites opaque, encapsulation, realm-descriptor, vault-transcripts.

Each takes the input of a request and gives its value; it raises MunimentError, or Unsupported for what is not implemented.
"""

import hashlib

from . import channel, keys, opaque, oprf, password, protobuf, realm, vault, x_wing
from .driver import Unsupported
from .errors import MunimentError, check
from .pieces import integer
from .pieces import unhex as H


def _opt(data, name):
    return H(data[name]) if name in data else None


def _suite(data):
    name = data.get("suiteName", opaque.DEFAULT)
    if name not in opaque.SUITES:
        raise Unsupported(name)
    return name


def _identities(data):
    ids = data.get("identities", {})
    return _opt(ids, "client"), _opt(ids, "server")


def _drawn(data, *names):
    return [H(data[n]) for n in names]


def _client(data):
    return _drawn(data["client"], "blind", "clientNonce", "clientKeyShareSeed")


def _server(data):
    return _drawn(data["server"], "maskingNonce", "serverNonce", "serverKeyShareSeed")


def _cps(text):
    return [integer(x, 16) for x in text.split()]


def _text(text):
    check(all(0 <= c < 0x110000 for c in _cps(text)), "ERR_USAGE", "code points")
    return "".join(map(chr, _cps(text)))


# Suite opaque.

def prepare(d):
    return {"prepared": " ".join(f"{c:04X}" for c in password.prepare(_cps(d["password"])))}


def password_input(d):
    return {"passwordInput": password.password_input(H(d["account"]), _text(d["password"])).hex()}


def context(d):
    return {"context": opaque.context(_suite(d), d["ksf"], H(d["realm"]), integer(d["generation"])).hex()}


def ksf_parameters(d):
    return {"ksfId": opaque.check_ksf(d["ksf"])}


def run(d):
    suite, ids, ksf = _suite(d), _identities(d), d["ksf"]
    key, nonce, private = _drawn(d, "oprfKey", "envelopeNonce", "serverPrivateKey")
    public = opaque.dh_public(suite, private)
    given = password.password_input(H(d["account"]), d["password"])
    context_string = opaque.context(suite, ksf, H(d["realm"]), int(d["generation"]))
    _, record, export_key = opaque.deal(suite, given, public, ids, ksf, key, nonce)
    state, request = opaque.start_registration(suite, given, H(d["blindRegistration"]))
    response = opaque.respond_to_registration(suite, key, public, request)
    check(opaque.finish_registration(state, response, ids, ksf, nonce) == (record, export_key), "ERR_INTERNAL", "two registrations")
    state, ke1 = opaque.start_login(suite, given, *_client(d))
    server_state, ke2 = opaque.start_server_login(suite, ke1, private, key, record, context_string, ids, *_server(d))
    ke3, session_key, export_again = opaque.finish_login(state, ke2, context_string, ids, ksf)
    check(opaque.finish_server_login(server_state, ke3) == session_key and export_again == export_key, "ERR_INTERNAL", "session keys")
    values = {"registrationRequest": request, "registrationResponse": response, "registrationRecord": record, "exportKey": export_key,
              "ke1": ke1, "ke2": ke2, "ke3": ke3, "sessionKey": session_key}
    return {k: v.hex() for k, v in values.items()}


def fake(d):
    suite, ids = _suite(d), _identities(d)
    key = opaque.user_oprf_key(suite, H(d["oprfSeed"]), H(d["credentialIdentifier"]))
    state, ke1 = opaque.start_login(suite, H(d["passwordInput"]), *_client(d))
    _, ke2 = opaque.start_server_login(suite, H(d.get("ke1", ke1.hex())), H(d["serverPrivateKey"]), key, H(d["fakeRecord"]),
                                       H(d["context"]), ids, *_server(d))
    try:
        opaque.finish_login(state, ke2, H(d["context"]), ids, d["ksf"])
        error = None
    except MunimentError as e:
        error = e.code
    return {"ke1": ke1.hex(), "ke2": ke2.hex(), "clientError": error, "intermediates": {"oprfKey": key.hex()}}


def finish_login(d):
    suite = _suite(d)
    state, _ = opaque.start_login(suite, H(d["passwordInput"]), *_client(d))
    values = opaque.finish_login(state, H(d["ke2"]), H(d["context"]), _identities(d), d["ksf"])
    return dict(zip(("ke3", "sessionKey", "exportKey"), (v.hex() for v in values)))


def _start_server_login(d):
    private, key, record, context_string = _drawn(d, "serverPrivateKey", "oprfKey", "record", "context")
    return opaque.start_server_login(_suite(d), H(d["ke1"]), private, key, record, context_string, _identities(d), *_server(d))


def start_server_login(d):
    return {"ke2": _start_server_login(d)[1].hex()}


def finish_server_login(d):
    _suite(d)
    return {"sessionKey": opaque.finish_server_login(_start_server_login(d)[0], H(d["ke3"])).hex()}


def respond_to_registration(d):
    return {"response": opaque.respond_to_registration(_suite(d), H(d["oprfKey"]), H(d["serverPublicKey"]), H(d["request"])).hex()}


def finish_registration(d):
    state, _ = opaque.start_registration(_suite(d), H(d["passwordInput"]), H(d["blindRegistration"]))
    record, export_key = opaque.finish_registration(state, H(d["response"]), _identities(d), d["ksf"], H(d["envelopeNonce"]))
    return {"record": record.hex(), "exportKey": export_key.hex()}


def deal(d):
    _, record, export_key = opaque.deal(_suite(d), H(d["passwordInput"]), H(d["serverPublicKey"]), _identities(d), d["ksf"],
                                        H(d["oprfKey"]), H(d["envelopeNonce"]))
    return {"record": record.hex(), "exportKey": export_key.hex()}


def verifiable_finalize(d):
    g = opaque.group_of(_suite(d))
    values = _drawn(d, "evaluatedElement", "blindedElement", "publicKey", "proof")
    return {"output": oprf.verifiable_finalize(g, H(d["input"]), g.decode_scalar(H(d["blind"])), *values).hex()}


_KINDS = {"client-registration": 1, "client-login": 2, "server-login": 3}


def resume(d):
    return {"bytes": opaque.resume(_suite(d), _KINDS[d["state"]], H(d["bytes"])).suspend().hex()}


def use_state(d):
    suite, kind, ids, ksf = _suite(d), _KINDS[d["state"]], _identities(d), d["ksf"]
    given, context_string, key, nonce, private = _drawn(d, "passwordInput", "context", "oprfKey", "envelopeNonce", "serverPrivateKey")
    public = opaque.dh_public(suite, private)
    _, record, _ = opaque.deal(suite, given, public, ids, ksf, key, nonce)
    client_state, ke1 = opaque.start_login(suite, given, *_client(d))
    server_state, ke2 = opaque.start_server_login(suite, ke1, private, key, record, context_string, ids, *_server(d))

    def last_bit(message):
        return message[:-1] + bytes([message[-1] ^ 1])
    if kind == 1:
        state, request = opaque.start_registration(suite, given, H(d["blindRegistration"]))
        right = opaque.respond_to_registration(suite, key, public, request)
        wrong = request + public
        use = lambda message: opaque.finish_registration(state, message, ids, ksf, nonce)
    elif kind == 2:
        state, right, wrong = client_state, ke2, last_bit(ke2)
        use = lambda message: opaque.finish_login(state, message, context_string, ids, ksf)
    else:
        right = opaque.finish_login(client_state, ke2, context_string, ids, ksf)[0]
        state, wrong = server_state, last_bit(right)
        use = lambda message: opaque.finish_server_login(state, message)
    stored = b""
    for i, step in enumerate(d["steps"]):
        try:
            if step == "suspend":
                stored = state.suspend()
            elif step == "resume":
                state = opaque.resume(suite, kind, stored)
            else:
                use({"finish": right, "fail": wrong, "malformed": right[1:]}[step])
        except MunimentError:
            if i == len(d["steps"]) - 1 or step not in ("fail", "malformed"):
                raise
    return {}


def deal_shares(d):
    g = opaque.group_of(_suite(d))
    key, coefficients = g.decode_scalar(H(d["oprfKey"])), [g.decode_scalar(H(c)) for c in d["coefficients"]]
    shares = oprf.deal_shares(g, key, coefficients, len(d["proofNonces"]))
    publics = [g.encode(g.multiply(s, g.BASE)) for s in shares]
    blinded, answers = H(d["blindedElement"]), []
    for i, (share, public, nonce) in enumerate(zip(shares, publics, d["proofNonces"])):
        evaluated = oprf.evaluate(g, share, blinded)
        proof = oprf.generate_proof(g, share, public, [blinded], [evaluated], g.decode_scalar(H(nonce)))
        answers.append({"index": i + 1, "evaluatedElement": evaluated.hex(), "proof": proof.hex()})
    return {"shares": [g.encode_scalar(s).hex() for s in shares], "sharePublicKeys": [p.hex() for p in publics],
            "publicKey": g.encode(g.multiply(key, g.BASE)).hex(), "answers": answers}


def combine(d):
    g = opaque.group_of(_suite(d))
    answers = [(a["index"], H(a["evaluatedElement"]), H(a["proof"])) for a in d["answers"]]
    try:
        element, refused = oprf.combine(g, d["threshold"], [H(p) for p in d["sharePublicKeys"]], H(d["blindedElement"]), answers)
    except MunimentError as error:
        raise MunimentError(error.code, value=error.details) from None
    value = {"evaluatedElement": g.encode(element).hex(), "rejected": refused}
    if "blind" in d:
        value["oprfOutput"] = oprf.finalize(g, H(d["input"]), g.decode_scalar(H(d["blind"])), element).hex()
    return value


def verify_key(d):
    g = opaque.group_of(_suite(d))
    oprf.verify_key(g, d["threshold"], [H(p) for p in d["sharePublicKeys"]], H(d["publicKey"]))
    return {}


# Suite encapsulation.

def _channel_keys(d):
    return [{"key_id": k["keyId"], "secret_key": H(k["secretKey"]), "not_before_ms": k.get("notBeforeMs"),
             "not_after_ms": k.get("notAfterMs")} for k in d["channelKeys"]]


def _seal(d, plaintext):
    return channel.seal_request(d["keyId"], x_wing.public_key(H(d["secretKey"])), plaintext, H(d["randomness"]))


def channel_request(d):
    held = _channel_keys(d) if "channelKeys" in d else [{"key_id": d["keyId"], "secret_key": H(d["secretKey"])}]
    plaintext, _, _ = channel.open_request(held, H(d["request"]))
    return {"plaintext": plaintext.hex(), **({"request": _seal(d, plaintext)[0].hex()} if "randomness" in d else {})}


def channel_seal(d):
    return {"request": channel.seal_request(d["keyId"], H(d["publicKey"]), H(d["plaintext"]))[0].hex()}


def channel_response(d):
    _, secret, enc = _seal(d, H(d["requestPlaintext"]))
    plaintext, nonce = channel.open_response(secret, enc, H(d["response"])), _opt(d, "responseNonce")
    return {"plaintext": plaintext.hex(), **({"response": channel.seal_response(secret, enc, plaintext, nonce).hex()} if nonce else {})}


def channel_sequence(d):
    _, secret, enc = _seal(d, H(d["requestPlaintext"]))
    state, outcomes = {"secret": secret, "enc": enc}, []
    for response in d["responses"]:
        try:
            channel.open_once(state, H(response["response"]))
            outcomes.append("valid")
        except MunimentError as error:
            outcomes.append(error.code)
    value = {"responses": [{"outcome": o} for o in outcomes]}
    check(outcomes[-1] == "valid", outcomes[-1], value=value)
    return value


def channel_time(d):
    return {"plaintext": channel.open_request(_channel_keys(d), H(d["request"]), d["nowMs"])[0].hex()}


# Suite realm-descriptor.

def _utf8(text):
    return text.encode("utf-8", "surrogatepass")


def descriptor_text(d):
    x = realm.parse_descriptor(_utf8(d["text"]))
    names = {"realm_id": "realmId", "issued_ms": "issuedMs", "expires_ms": "expiresMs", "server_public_key": "serverPublicKey",
             "waits_ms": "waitsMs", "unacknowledged_limit": "unacknowledgedLimit"}
    descriptor = {names.get(k, k): v.hex() if isinstance(v, bytes) else v for k, v in x.items() if k not in ("channel_keys", "issuers")}
    descriptor["channelKeys"] = [{"keyId": c["key_id"], "notBeforeMs": c["not_before_ms"], "notAfterMs": c["not_after_ms"],
                                  "publicKeySha256": hashlib.sha256(c["public_key"]).hexdigest()} for c in x["channel_keys"]]
    descriptor["issuers"] = [{"name": name, "publicKey": key.hex()} for name, key in x["issuers"]]
    return {"descriptor": descriptor, "text": realm.write_descriptor(x).decode()}


def descriptor_note(d):
    text, signed = realm.open_note(H(d["note"]), [realm.parse_verifier(v) for v in d["verifiers"]])
    return {"text": text.decode(), "verifiedBy": [s[0] for s in signed]}


def descriptor_pin(d):
    return {"keys": [{"name": n, "keyHash": h.hex(), "publicKey": k.hex()} for n, h, k in realm.pin(d["signers"])]}


def descriptor_rules(d):
    known = (d["known"]["serial"], H(d["known"]["noteHash"])) if d.get("known") else None
    return _accept(d, realm.pin(d["signers"]), known)


def _accept(d, pinned, known):
    _, signed, (serial, hash_), usable = realm.accept(H(d["realmId"]), pinned, known, d["nowMs"], _utf8(d["note"]))
    return {"serial": serial, "noteHash": hash_.hex(), "signedBy": [s[0] for s in signed], "usableKeyIds": [c["key_id"] for c in usable]}


def descriptor_from_bundle(d):
    pinned = realm.pin(d["signers"])
    return _accept(d, pinned, realm.known_from_bundle(H(d["realmId"]), pinned, _utf8(d["bundleNote"])))


def bundle(d):
    return {"bundle": realm.parse_bundle(_utf8(d["text"]))}


def fingerprint(d):
    return {"fingerprint": realm.fingerprint(H(d["realmId"]), d["signers"])}


def typed(d):
    return {"fingerprint": realm.typed_fingerprint(d["text"])}


# Suite vault-transcripts, as a client.

def transcript_answer(d):
    account, realm_id, ksf = H(d["accountId"]), H(d["realmId"]), opaque.parse_ksf(d["ksf"])
    state, _ = opaque.start_login(opaque.DEFAULT, password.password_input(account, d["password"]),
                                  *_drawn(d, "blind", "clientNonce", "clientKeyShareSeed"))
    context_string = opaque.context(opaque.DEFAULT, ksf, realm_id, int(d["generation"]))
    values = opaque.finish_login(state, H(d["ke2"]), context_string, (account, realm_id), ksf)
    return dict(zip(("ke3", "sessionKey", "exportKey"), (v.hex() for v in values)))


def transcript_reply(d):
    return {"outcome": vault.read_answer(d["to"], H(d["responseMessage"]))["outcome"]}


def _body(value):
    """A body in the notation of the vectors, as a message."""
    out = {}
    for k, v in value.items():
        text = k in ("ksf", "version", "generation", "sequence", "keyringGeneration", "durationMs")
        v = _body(v) if isinstance(v, dict) else v if k == "ksf" else int(v) if text else H(v)
        out["".join("_" + c.lower() if c.isupper() else c for c in k)] = v
    return out


def transcript_client(d):
    """A whole conversation from what is typed, drawn and answered."""
    r, account = d["realm"], vault.account_id(d["account"]["issuer"], d["account"]["subject"])
    realm_id, channel_public = H(r["realmId"]), x_wing.public_key(H(r["channelSecretKey"]))
    identities, logins, error, out = (account, realm_id), {}, None, []  # logins that opened, by digest
    for e in d["exchanges"]:
        operation, x, body = e["operation"], {}, _body(e.get("body", {}))
        answer = protobuf.decode("VaultResponse", H(e["responseMessage"]))
        if "registration" in e:
            g = e["registration"]
            key, record, export_key = opaque.deal(
                opaque.DEFAULT, password.password_input(account, g["password"]), H(r["serverPublicKey"]), identities,
                opaque.parse_ksf(g["ksf"]), H(g["oprfKey"]), H(g["envelopeNonce"]))
            body.update(oprf_key=key, record=record, release_secret=H(g["releaseSecret"]))
            secret = keys.vault_secret(export_key, H(g["releaseSecret"]), H(g["salt"]))
            x["registration"] = {"record": record.hex(), "exportKey": export_key.hex(), "vaultSecret": secret.hex()}
        if "login" in e:
            g = e["login"]
            state, body["ke1"] = opaque.start_login(opaque.DEFAULT, password.password_input(account, g["password"]),
                                                    *_drawn(g, "blind", "clientNonce", "clientKeyShareSeed"))
        login = logins.get(body.get("login_id"))
        if operation == "finish" and login:
            body["ke3"] = login["ke3"]
        encoded = vault.encode_body(operation, body)
        if "login" in e:
            ksf = opaque.parse_ksf(g["ksf"])
            context_string = opaque.context(opaque.DEFAULT, ksf, realm_id, int(g["generation"]))
            x["login"], error = {"ke1": body["ke1"].hex()}, None
            try:
                names = "ke3", "sessionKey", "exportKey"
                found = dict(zip(names, opaque.finish_login(state, answer["ke2"], context_string, identities, ksf)))
                logins[vault.digest("login", encoded)] = found
                x["login"].update({k: v.hex() for k, v in found.items()})
            except MunimentError as failure:
                error = x["login"]["error"] = failure.code
        if "recovered" in e:
            check(login, "ERR_USAGE", "no login")
            secret = keys.vault_secret(login["exportKey"], answer["release_secret"], H(e["recovered"]["salt"]))
            x["recovered"] = {"exportKey": login["exportKey"].hex(), "vaultSecret": secret.hex()}
        message = vault.request(operation, encoded, realm_id, e["token"], H(d["account"]["clientSeed"]), account, _opt(e, "ownerSeed"),
                                _opt(e, "newOwnerSeed"), login["sessionKey"] if login and operation != "finish" else None)
        sealed, _, _ = channel.seal_request(r["keyId"], channel_public, vault.frame_request(message), H(e["randomness"]))
        vault.read_answer(operation, H(e["responseMessage"]))
        out.append({**x, "message": message.hex(), "requestSha256": hashlib.sha256(sealed).hexdigest()})
    check(error is None, error, value={"exchanges": out})
    return {"exchanges": out}


OPERATIONS = {}
for _prefix, _functions in {
        "opaque": {"prepare": prepare, "passwordInput": password_input, "context": context, "ksfParameters": ksf_parameters, "run": run,
                   "fake": fake, "finishLogin": finish_login, "startServerLogin": start_server_login,
                   "finishServerLogin": finish_server_login, "respondToRegistration": respond_to_registration,
                   "finishRegistration": finish_registration, "deal": deal, "verifiableFinalize": verifiable_finalize,
                   "resume": resume, "useState": use_state, "dealShares": deal_shares, "combine": combine, "verifyKey": verify_key},
        "encapsulation": {"request": channel_request, "seal": channel_seal, "response": channel_response, "sequence": channel_sequence,
                          "time": channel_time},
        "realm-descriptor": {"text": descriptor_text, "note": descriptor_note, "pin": descriptor_pin, "rules": descriptor_rules,
                             "fromBundle": descriptor_from_bundle, "bundle": bundle, "fingerprint": fingerprint, "typed": typed},
        "vault-transcripts": {"client": transcript_client, "answer": transcript_answer, "reply": transcript_reply}}.items():
    OPERATIONS.update({f"{_prefix}.{_name}": _function for _name, _function in _functions.items()})
