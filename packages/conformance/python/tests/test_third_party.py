"""Vectors of others: test_third_party.py VECTORS"""

import hashlib
import json
import os
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from muniment import cobblestone, hkdf, x_wing  # noqa: E402
from muniment.errors import MunimentError  # noqa: E402

_hex = bytes.fromhex


def tests(root, name):
    with open(os.path.join(root, "third-party", name), encoding="utf-8") as file:
        data = json.load(file)
    return data if isinstance(data, list) else [t for g in data["testGroups"] for t in g["tests"]]


def main(root):
    count = 0
    for t in tests(root, "xwing-kem.json"):
        assert x_wing.public_key(_hex(t["sk"])) == _hex(t["pk"])
        assert x_wing.encapsulate(_hex(t["pk"]), _hex(t["eseed"])) == (_hex(t["ss"]), _hex(t["ct"]))
        assert x_wing.decapsulate(_hex(t["sk"]), _hex(t["ct"])) == _hex(t["ss"])
        count += 1
    for t in tests(root, "wycheproof-hkdf_sha512_test.json"):
        try:
            okm = hkdf.hkdf(_hex(t["salt"]), _hex(t["ikm"]), _hex(t["info"]), t["size"])
            assert t["result"] == "valid" and okm == _hex(t["okm"]), t
        except MunimentError:
            assert t["result"] == "invalid", t
        count += 1
    for t in tests(root, "wycheproof-c2sp_chunked_encryption_aes_256_gcm_test.json"):
        try:
            plaintext = cobblestone.open_([_hex(t["key"])], _hex(t["ctx"]), zlib.decompress(_hex(t["ct"])))
            assert t["result"] == "valid", t
            assert len(plaintext) == t["msgLength"] and hashlib.sha512(plaintext).hexdigest() == t["msgSha512"], t
        except MunimentError:
            assert t["result"] == "invalid", t
        count += 1
    print(count, "passed")


if __name__ == "__main__":
    main(sys.argv[1])
