"""OPAQUE-3DH (RFC 9807) as profiled by spec/opaque.md sections 3, 4 and 6 to 10: client, and server as far as the vectors need it.

All three suites, of which Muniment uses the first (OPAQUE-001). Whoever calls gives identities in full; the keyword arguments for
randomness are for vectors (OPAQUE-054). A ksf is `identity` (OPAQUE-042) or {memoryKib, passes, parallelism}.
"""

import hashlib
import os
import re

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from . import oprf, p256, ristretto255
from .errors import MunimentError, check
from .hkdf import equal, hmac

SUITES = {"ristretto255-SHA512": 1, "P256-SHA256": 2, "curve25519-SHA512": 3}
DEFAULT = "ristretto255-SHA512"
KSF_LIMITS = {"memoryKib": (65536, 1048576), "passes": (3, 10), "parallelism": (1, 4)}


def p(data):
    check(len(data) <= 65535, "ERR_LIMIT")
    return len(data).to_bytes(2, "big") + data


def group_of(suite):
    """The group of the OPRF; Ne is its LENGTH."""
    return p256 if SUITES[suite] == 2 else ristretto255


def _nh(suite):
    return 32 if SUITES[suite] == 2 else 64


def _hash(suite, data):
    return hashlib.new(group_of(suite).HASH, data).digest()


def _mac(suite, key, data):
    return hmac(key, data, group_of(suite).HASH)


def _extract(suite, ikm):
    return _mac(suite, bytes(_nh(suite)), ikm)


def _expand(suite, prk, info, length):
    out = block = b""
    while len(out) < length:
        block = _mac(suite, prk, block + info + bytes([len(out) // _nh(suite) + 1]))
        out += block
    return out[:length]


def fields(data, *lengths):
    """The fields of a message of exactly these lengths (OPAQUE-010)."""
    check(len(data) == sum(lengths), "ERR_ENCODING")
    out = []
    for n in lengths:
        out.append(data[:n])
        data = data[n:]
    return out


# Section 3: the 3DH groups. Private keys are 32 bytes.

def derive_dh(suite, seed):
    """DeriveDiffieHellmanKeyPair (RFC 9807 section 6.4.1): (private key, public key)."""
    g = group_of(suite)
    x25519 = SUITES[suite] == 3
    private = seed if x25519 else g.encode_scalar(oprf.derive_key(g, seed, b"OPAQUE-DeriveDiffieHellmanKeyPair"))
    return private, dh_public(suite, private)


def dh_public(suite, private):
    g = group_of(suite)
    if SUITES[suite] != 3:
        return g.encode(g.multiply(g.decode_scalar(private), g.BASE))
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def dh(suite, private, public):
    g = group_of(suite)
    if SUITES[suite] != 3:
        return g.encode(g.multiply(g.decode_scalar(private), g.decode(public)))
    check(int.from_bytes(public, "little") < 2 ** 255 - 19, "ERR_ELEMENT")
    try:
        return X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:  # all zeros: a point of small order
        raise MunimentError("ERR_ELEMENT") from None


def check_public(suite, public):
    """OPAQUE-011, OPAQUE-012."""
    if SUITES[suite] == 3:
        dh(suite, bytes(32), public)
    else:
        group_of(suite).decode(public)


# Sections 7 and 8: context and stretching.

def check_ksf(ksf):
    """OPAQUE-041; the ksf id."""
    for name, (low, high) in KSF_LIMITS.items():
        check(isinstance(ksf[name], int) and low <= ksf[name] <= high, "ERR_KSF", name)
    return ksf_id(ksf)


def ksf_id(ksf):
    return f"argon2id-v19-m{ksf['memoryKib']}-t{ksf['passes']}-p{ksf['parallelism']}"


def parse_ksf(text):
    """The parameters of a ksf id, within the limits."""
    match = re.fullmatch(r"argon2id-v19-m([1-9][0-9]{0,9})-t([1-9][0-9]{0,9})-p([1-9][0-9]{0,9})", text, re.ASCII)
    check(match, "ERR_KSF", text)
    ksf = dict(zip(KSF_LIMITS, map(int, match.groups())))
    check_ksf(ksf)
    return ksf


def context(suite, ksf, realm_id, generation):
    check(1 <= len(realm_id) <= 1024 and 0 <= generation < 2 ** 64, "ERR_LIMIT")
    return (p(b"muniment v1 opaque context") + p(suite.encode()) + p(ksf_id(ksf).encode()) + p(realm_id)
            + generation.to_bytes(8, "big"))


def stretch(ksf, data):
    """Argon2id with as many bytes as go in, Nh."""
    if ksf == "identity":
        return data
    check(isinstance(ksf, dict), "ERR_KSF")
    check_ksf(ksf)
    return hash_secret_raw(data, bytes(16), time_cost=ksf["passes"], memory_cost=ksf["memoryKib"],
                           parallelism=ksf["parallelism"], hash_len=len(data), type=Type.ID, version=0x13)


# Section 6 and RFC 9807 section 4: envelopes and registration.

def _randomized_password(suite, output, ksf):
    return _extract(suite, output + stretch(ksf, output))


def _envelope(suite, randomized, nonce, server_public, identities):
    """(tag, client private key, client public key, export key)."""
    private, public = derive_dh(suite, _expand(suite, randomized, nonce + b"PrivateKey", 32))
    client, server = _identities(identities, public, server_public)
    cleartext = server_public + p(server) + p(client)
    tag = _mac(suite, _expand(suite, randomized, nonce + b"AuthKey", _nh(suite)), nonce + cleartext)
    return tag, private, public, _expand(suite, randomized, nonce + b"ExportKey", _nh(suite))


def _identities(identities, client_public, server_public):
    """None stands for the party's public key, by the caller's choice (OPAQUE-033)."""
    client, server = identities
    check(client != b"" and server != b"", "ERR_USAGE", "an empty identity")
    return client_public if client is None else client, server_public if server is None else server


def _store(suite, output, ksf, server_public, identities, nonce):
    """(record, export key)."""
    randomized = _randomized_password(suite, output, ksf)
    nonce = nonce or os.urandom(32)
    tag, _, public, export_key = _envelope(suite, randomized, nonce, server_public, identities)
    return public + _expand(suite, randomized, b"MaskingKey", _nh(suite)) + nonce + tag, export_key


def deal(suite, password_input, server_public, identities, ksf, oprf_key=None, nonce=None):
    """(OPRF key, record, export key) (OPAQUE-030)."""
    g = group_of(suite)
    check(len(server_public) == g.LENGTH, "ERR_ENCODING")
    check_public(suite, server_public)
    key = g.decode_scalar(oprf_key) if oprf_key else g.random_scalar()
    output = oprf.finalize(g, password_input, 1, g.multiply(key, oprf.hash_input(g, password_input)))
    record, export_key = _store(suite, output, ksf, server_public, identities, nonce)
    return g.encode_scalar(key), record, export_key


def start_registration(suite, password_input, blind=None):
    """(state, request)."""
    g = group_of(suite)
    scalar = g.decode_scalar(blind) if blind else g.random_scalar()
    request = oprf.blind(g, password_input, scalar)
    return State(suite, 1, [g.encode_scalar(scalar), request], password_input), request


def finish_registration(state, response, identities, ksf, nonce=None):
    """(record, export key)."""
    g = group_of(state.suite)
    evaluated, server_public = fields(response, g.LENGTH, g.LENGTH)
    element = g.decode(evaluated)
    check_public(state.suite, server_public)
    (blind, request), password_input = state.use(1)
    check(evaluated != request, "ERR_REFLECTED")
    output = oprf.finalize(g, password_input, g.decode_scalar(blind), element)
    return _store(state.suite, output, ksf, server_public, identities, nonce)


def respond_to_registration(suite, oprf_key, server_public, request):
    g = group_of(suite)
    fields(request, g.LENGTH)
    check_public(suite, server_public)
    return oprf.evaluate(g, g.decode_scalar(oprf_key), request) + server_public


# Section 10: states.

class State:
    """What one side keeps between two messages; used once (OPAQUE-060)."""

    def __init__(self, suite, kind, parts, password_input=None):
        self.suite, self.kind, self.parts, self.password_input, self.used = suite, kind, parts, password_input, False

    def use(self, kind):
        check(self.kind == kind, "ERR_FIELD")
        check(not self.used, "ERR_STATE_USED")
        self.used = True
        return self.parts, self.password_input

    def suspend(self):
        parts, password_input = self.use(self.kind)
        tail = b"" if self.kind == 3 else p(password_input)
        return bytes([1, self.kind, SUITES[self.suite]]) + b"".join(parts) + tail


def resume(suite, kind, data):
    g = group_of(suite)
    check(len(data) >= 3, "ERR_ENCODING")
    check(data[0] == 1, "ERR_UNSUPPORTED_VERSION")
    check(data[1] == kind and data[2] == SUITES[suite], "ERR_FIELD")
    lengths = {1: [32, g.LENGTH], 2: [32, 32, 2 * g.LENGTH + 32], 3: [_nh(suite)] * 2}[kind]
    at, tail = 3 + sum(lengths), b""
    check(len(data) >= at, "ERR_ENCODING")
    if kind != 3:
        check(len(data) >= at + 2 and len(data) == at + 2 + int.from_bytes(data[at:at + 2], "big"), "ERR_ENCODING")
        tail, data = data[at + 2:], data[:at]
    return State(suite, kind, fields(data[3:], *lengths), tail)


# Section 9: login.

def start_login(suite, password_input, blind=None, nonce=None, seed=None):
    """(state, KE1)."""
    g = group_of(suite)
    scalar = g.decode_scalar(blind) if blind else g.random_scalar()
    private, share = derive_dh(suite, seed or os.urandom(32))
    ke1 = oprf.blind(g, password_input, scalar) + (nonce or os.urandom(32)) + share
    return State(suite, 2, [g.encode_scalar(scalar), private, ke1], password_input), ke1


def _key_schedule(suite, ikm, context_string, client, ke1, server, inner_ke2):
    """(server MAC, client MAC, session key) (RFC 9807 section 6.4.2)."""
    def secret(key, label, data):
        label = b"OPAQUE-" + label
        info = _nh(suite).to_bytes(2, "big") + bytes([len(label)]) + label + bytes([len(data)]) + data
        return _expand(suite, key, info, _nh(suite))
    preamble = b"OPAQUEv1-" + p(context_string) + p(client) + ke1 + p(server) + inner_ke2
    prk, digest = _extract(suite, ikm), _hash(suite, preamble)
    handshake = secret(prk, b"HandshakeSecret", digest)
    server_mac = _mac(suite, secret(handshake, b"ServerMAC", b""), digest)
    client_mac = _mac(suite, secret(handshake, b"ClientMAC", b""), _hash(suite, preamble + server_mac))
    return server_mac, client_mac, secret(prk, b"SessionKey", digest)


def _mask(suite, masking_key, nonce, data):
    pad = _expand(suite, masking_key, nonce + b"CredentialResponsePad", len(data))
    return bytes(a ^ b for a, b in zip(data, pad))


def finish_login(state, ke2, context_string, identities, ksf, element=None):
    """(KE3, session key, export key). `element` replaces KE2's where shares were combined (section 11)."""
    suite = state.suite
    g, ne, nh = group_of(suite), group_of(suite).LENGTH, _nh(suite)
    evaluated, masking_nonce, masked, _, share, mac = fields(ke2, ne, 32, ne + 32 + nh, 32, ne, nh)
    decoded = g.decode(evaluated)
    check_public(suite, share)
    (blind, private, ke1), password_input = state.use(2)
    check(evaluated != ke1[:ne] and share != ke1[ne + 32:], "ERR_REFLECTED")
    output = oprf.finalize(g, password_input, g.decode_scalar(blind), element or decoded)
    randomized = _randomized_password(suite, output, ksf)
    unmasked = _mask(suite, _expand(suite, randomized, b"MaskingKey", nh), masking_nonce, masked)
    server_public, nonce, tag = fields(unmasked, ne, 32, nh)
    expected, client_private, client_public, export_key = _envelope(suite, randomized, nonce, server_public, identities)
    check(equal(tag, expected), "ERR_LOGIN")
    ikm = dh(suite, private, share) + dh(suite, private, server_public) + dh(suite, client_private, share)
    client, server = _identities(identities, client_public, server_public)
    server_mac, client_mac, session_key = _key_schedule(suite, ikm, context_string, client, ke1, server, ke2[:-nh])
    check(equal(mac, server_mac), "ERR_LOGIN")
    return client_mac, session_key, export_key


def start_server_login(suite, ke1, server_private, oprf_key, record, context_string, identities,
                       masking_nonce=None, nonce=None, seed=None):
    """(state, KE2)."""
    g, ne, nh = group_of(suite), group_of(suite).LENGTH, _nh(suite)
    blinded, _, client_share = fields(ke1, ne, 32, ne)
    client_public, masking_key, envelope = fields(record, ne, nh, 32 + nh)
    element = g.decode(blinded)
    check_public(suite, client_share)
    check_public(suite, client_public)
    server_public = dh_public(suite, server_private)
    private, share = derive_dh(suite, seed or os.urandom(32))
    masking_nonce = masking_nonce or os.urandom(32)
    inner = (g.encode(g.multiply(g.decode_scalar(oprf_key), element)) + masking_nonce
             + _mask(suite, masking_key, masking_nonce, server_public + envelope) + (nonce or os.urandom(32)) + share)
    ikm = dh(suite, private, client_share) + dh(suite, server_private, client_share) + dh(suite, private, client_public)
    client, server = _identities(identities, client_public, server_public)
    server_mac, client_mac, session_key = _key_schedule(suite, ikm, context_string, client, ke1, server, inner)
    return State(suite, 3, [client_mac, session_key]), inner + server_mac


def finish_server_login(state, ke3):
    """The session key."""
    fields(ke3, _nh(state.suite))
    (expected, session_key), _ = state.use(3)
    check(equal(ke3, expected), "ERR_LOGIN")
    return session_key


def user_oprf_key(suite, oprf_seed, credential_identifier):
    """RFC 9807 section 6.3.2.2, for users who do not exist (OPAQUE-055)."""
    g = group_of(suite)
    seed = _expand(suite, oprf_seed, credential_identifier + b"OprfKey", 32)
    return g.encode_scalar(oprf.derive_key(g, seed, b"OPAQUE-DeriveKeyPair"))
