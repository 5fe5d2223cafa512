"""Runs the vectors of RFC 9497 and RFC 9807: third_party.py VECTORS (OPAQUE-002)."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from muniment import opaque, oprf, p256, ristretto255  # noqa: E402

H = bytes.fromhex
SUITES = {"ristretto255": "ristretto255-SHA512", "curve25519": "curve25519-SHA512", "P256_XMD:SHA-256_SSWU_RO_": "P256-SHA256"}


def oprf_vector(g, mode, key, public, v):
    inputs, blinds, blinded, evaluated, outputs = (
        [H(x) for x in v[k].split(",")] for k in ("Input", "Blind", "BlindedElement", "EvaluationElement", "Output"))
    for i, blind in enumerate(map(g.decode_scalar, blinds)):
        assert oprf.blind(g, inputs[i], blind, mode) == blinded[i]
        assert oprf.evaluate(g, key, blinded[i]) == evaluated[i]
        assert oprf.finalize(g, inputs[i], blind, g.decode(evaluated[i])) == outputs[i]
    if mode == 1:
        proof = oprf.generate_proof(g, key, public, blinded, evaluated, g.decode_scalar(H(v["Proof"]["r"])))
        assert proof == H(v["Proof"]["proof"]) and oprf.verify_proof(g, public, blinded, evaluated, proof)


def opaque_vector(v):
    suite, context = SUITES[v["config"]["Group"]], H(v["config"]["Context"])
    i, out = ({k: H(x) for k, x in v[part].items()} for part in ("inputs", "outputs"))
    identities, drawn = (i.get("client_identity"), i.get("server_identity")), [i[k] for k in ("masking_nonce", "server_nonce", "server_keyshare_seed")]
    key = opaque.user_oprf_key(suite, i["oprf_seed"], i["credential_identifier"])
    if v["config"]["Fake"] == "True":
        record = i["client_public_key"] + i["masking_key"] + bytes(32 + int(v["config"]["Nm"]))
        assert opaque.start_server_login(suite, i["KE1"], i["server_private_key"], key, record, context, identities, *drawn)[1] == out["KE2"]
        return
    assert key == H(v["intermediates"]["oprf_key"])
    state, request = opaque.start_registration(suite, i["password"], i["blind_registration"])
    response = opaque.respond_to_registration(suite, key, i["server_public_key"], request)
    assert (request, response) == (out["registration_request"], out["registration_response"])
    both = out["registration_upload"], out["export_key"]
    assert opaque.finish_registration(state, response, identities, "identity", i["envelope_nonce"]) == both
    assert opaque.deal(suite, i["password"], i["server_public_key"], identities, "identity", key, i["envelope_nonce"])[1:] == both
    state, ke1 = opaque.start_login(suite, i["password"], i["blind_login"], i["client_nonce"], i["client_keyshare_seed"])
    server, ke2 = opaque.start_server_login(suite, ke1, i["server_private_key"], key, both[0], context, identities, *drawn)
    ke3, session_key, export_key = opaque.finish_login(state, ke2, context, identities, "identity")
    assert (ke1, ke2, ke3, session_key, export_key) == tuple(out[k] for k in ("KE1", "KE2", "KE3", "session_key", "export_key"))
    assert opaque.finish_server_login(server, ke3) == session_key


def main():
    counts = {"oprf": 0, "opaque": 0}
    with open(os.path.join(sys.argv[1], "third-party", "rfc9497-oprf.json"), encoding="utf-8") as file:
        suites = json.load(file)
    for s in suites:
        mode, g = int(s["mode"]), {"ristretto255-SHA512": ristretto255, "P256-SHA256": p256}.get(s["identifier"])
        if g and mode < 2:
            key = oprf.derive_key(g, H(s["seed"]), H(s["keyInfo"]), mode)
            assert g.encode_scalar(key) == H(s["skSm"])
            for v in s["vectors"]:
                oprf_vector(g, mode, key, H(s.get("pkSm", "")), v)
                counts["oprf"] += 1
    with open(os.path.join(sys.argv[1], "third-party", "rfc9807-opaque-3dh.json"), encoding="utf-8") as file:
        for v in json.load(file):
            opaque_vector(v)
            counts["opaque"] += 1
    print(counts)


if __name__ == "__main__":
    main()
