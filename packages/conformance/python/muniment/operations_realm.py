"""The operations of the conformance protocol for a realm: suites vault-steps and vault-transcripts."""

import hashlib

from . import channel, machine, pieces, protobuf, vault, wire, x_wing
from .driver import Outcome
from .errors import MunimentError
from .pieces import unhex as H


def _record(data):
    return protobuf.decode("VaultRecord", H(data["beforeBytes"])) if data.get("beforeBytes") else None


def _policy(policy):
    return {"limit": policy["limit"], "waits_ms": policy["waitsMs"], "unacknowledged_limit": policy["unacknowledgedLimit"]}


def step(d):
    r, given = d["request"], d.get("opaque", {})
    request = {"operation": r["operation"], "body": H(r["bodyBytes"]), "account": H(d["accountId"]), "realm_id": H(d["realmId"]),
               "owner_signature": H(r["ownerSignature"]), "new_owner_signature": H(r["newOwnerSignature"]),
               "login_proof": H(r["loginProof"])}
    outcome, after, _, secret = machine.step(
        _record(d), request, d["nowMs"], _policy(d["policy"]), lambda keys: (H(given["ke2"]), H(given["state"])),
        lambda login: H(given["sessionKey"]) if given.get("sessionKey") else None)
    value = {"afterBytes": protobuf.encode("VaultRecord", after).hex()} if after else {}
    value.update({{"ke2": "ke2", "release_secret": "releaseSecret"}[k]: v.hex() for k, v in secret.items()})
    if outcome != "ok":
        raise Outcome(outcome, value)
    return value


def time(d):
    return {"afterBytes": protobuf.encode("VaultRecord", machine.apply_time(_record(d), d["nowMs"])).hex()}


def release(d):
    if d["written"] != "ok":
        raise Outcome("uncertain")
    return {"answer": d["answer"]}


def sealed(d):
    try:
        record = machine.open_record(H(d["storageKey"]), H(d["realmId"]), H(d["accountId"]), int(d["revision"]), H(d["sealed"]))
    except MunimentError:
        raise Outcome("rolled-back") from None
    return {"recordBytes": record.hex()}


def _realm(r):
    return {"realm_id": H(r["realmId"]), "issuers": [(r["issuer"], H(r["issuerPublicKey"]))], "policy": _policy(r["policy"])}


def request(d):
    message, _ = machine.answer(_realm(d["realm"]), pieces.join(d["plaintext"]), d["nowMs"], lambda account: None, None, None)
    value = {"responseMessage": message.hex()}
    outcome = protobuf.enum_name("VaultOutcome", protobuf.decode("VaultResponse", message)["outcome"])
    if outcome != "ok":
        raise Outcome(outcome, value)
    return value


def conversation(d):
    r, record, out = d["realm"], _record(d), []
    given = _realm(r)
    channel_public = x_wing.public_key(H(r["channelSecretKey"]))
    for e in d["exchanges"]:
        drawn = [H(e["login"][k]) for k in ("maskingNonce", "serverNonce", "serverKeyShareSeed")] if "login" in e else []
        plaintext = vault.frame_request(H(e["message"]))
        _, secret, enc = channel.seal_request(r["keyId"], channel_public, plaintext, H(e["randomness"]))
        message, after = machine.answer(given, plaintext, e["nowMs"], lambda account: record,
                                        *machine.opaque_server(given["realm_id"], H(r["serverPrivateKey"]), drawn))
        response = channel.seal_response(secret, enc, wire.frame(message, vault.RESPONSE_LENGTH), H(e["responseNonce"]))
        x = {"responseMessage": message.hex(), "responseSha256": hashlib.sha256(response).hexdigest()}
        if after:
            record, x["afterBytes"] = after, protobuf.encode("VaultRecord", after).hex()
        out.append(x)
    return {"exchanges": out}


OPERATIONS = {"vault-transcripts.request": request, "vault-transcripts.realm": conversation,
              "vault-steps.step": step, "vault-steps.time": time, "vault-steps.release": release, "vault-steps.sealed": sealed}
