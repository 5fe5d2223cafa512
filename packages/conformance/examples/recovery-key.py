"""The 64 digits of a recovery key (spec/keys.md section 3), as an implementation for muniment-conformance."""
import hashlib, hmac, json, sys
TABLE = """0317598642 7092154863 4206871359 1750983426 6123045978
3674209581 5869720134 8945362017 9438617205 2581436790""".split()
ZEROS = {int(z, 16) for z in """0030 0660 06F0 07C0 0966 09E6 0A66 0AE6 0B66 0BE6 0C66 0CE6 0D66 0DE6 0E50 0ED0 0F20 1040 1090 17E0
1810 1946 19D0 1A80 1A90 1B50 1BB0 1C40 1C50 A620 A8D0 A900 A9D0 A9F0 AA50 ABF0 FF10 104A0 10D30 10D40 11066 110F0 11136 111D0 112F0
11450 114D0 11650 116C0 116D0 116DA 11730 118E0 11950 11BF0 11C50 11D50 11DA0 11DE0 11F50 16130 16A60 16AC0 16B50 16D70 1CCF0 1D7CE
1D7D8 1D7E2 1D7EC 1D7F6 1E140 1E2F0 1E4F0 1E5F1 1E950 1FBF0""".split()}
IGNORED = {*range(0x9, 0xE), *range(0x2000, 0x200B), *range(0x2010, 0x2016), 0x20, 0x2D, 0x85, 0xA0, 0x58A, 0x5BE, 0x1400, 0x1680,
    0x1806, 0x2028, 0x2029, 0x202F, 0x205F, 0x2E17, 0x2E1A, 0x2E3A, 0x2E3B, 0x2E40, 0x2E5D, 0x3000, 0x301C, 0x3030, 0x30A0, 0xFE31,
    0xFE32, 0xFE58, 0xFE63, 0xFF0D, 0x10D6E, 0x10EAD}

def parse(text):
    digits = ""
    for count, point in enumerate(map(ord, text), 1):
        value = next((point - z for z in range(point, point - 10, -1) if z in ZEROS), None)
        if count == 1025:
            return {"error": "ERR_RECOVERY_KEY_LENGTH"}
        if value is None and point not in IGNORED:
            return {"error": "ERR_RECOVERY_KEY_CHARACTER"}
        digits += "" if value is None else str(value)
    if len(digits) != 64:
        return {"error": "ERR_RECOVERY_KEY_LENGTH"}
    rows = [digits[i : i + 16] for i in range(0, 64, 16)]
    for place, row in enumerate(rows):
        for digit in row:
            place = int(TABLE[place][int(digit)])
        if place != 0:
            return {"error": "ERR_RECOVERY_KEY_ROW"}
    material = "".join(row[:15] for row in rows)
    secret = hmac.digest(bytes(64), material.encode(), hashlib.sha512)
    bits = int.from_bytes(hmac.digest(secret, b"muniment v1 recovery-key id\x01", hashlib.sha512)[:3], "big") >> 4
    key_id = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> shift & 31] for shift in (15, 10, 5, 0))
    return {"value": {"material": material, "rows": rows, "keyId": key_id}}
CAPABILITIES = {"name": "recovery keys in Python", "version": "1", "protocol": 1, "operations": ["recovery-key.parse"]}
for line in sys.stdin:
    request = json.loads(line)
    known = request["operation"] == "recovery-key.parse"
    answer = parse(request["input"]["text"]) if known else {"value": CAPABILITIES}
    print(json.dumps({"id": request["id"], **answer}), flush=True)
