"""The canonical profile of protobuf (spec/wire.md sections 3 to 5), driven by the tables of schema.py.

A value is a dict: every field by its name of the .proto file, with ints (enums too), bytes, str, lists and dicts; an absent
optional message is left out, every other absent field has its default.
"""

from .errors import MunimentError, check
from .schema import SCHEMA

FORMAT_VERSION, KNOWN_FEATURES = 1, ()
_INTS = ("uint32", "uint64", "sint64")


def _load(text):
    messages, enums, current = {}, {}, None
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0] == "enum":
            current = enums[words[1]] = dict(enumerate(words[2:]))
        elif words[0] == "message":
            current = {}
            messages[words[1]] = {"fields": current, "max": int(words[3]) if len(words) > 2 else None}
        elif not words[0].isdigit():
            current.update(enumerate(words, len(current)))
        else:
            rules = dict((w.split("=") + [True])[:2] for w in words[3:])
            field = {"name": words[1], "type": words[2].lstrip("*"), "list": words[2][0] == "*"}
            for key in ("required", "optional", "ascending", "version", "features"):
                field[key] = key in rules
            for key in ("length", "count", "range"):
                if key in rules and "|" in rules[key]:
                    field[key] = 0, int(rules[key].split("|")[1]), True
                elif key in rules:
                    ends = rules[key].split("..")
                    field[key] = int(ends[0]), int(ends[-1]), False
            current[int(words[0])] = field
    for message in messages.values():
        for field in message["fields"].values():
            kind = field["type"]
            field["kind"] = ("integer" if kind in _INTS else "enum" if kind in enums else
                             kind if kind in ("bytes", "string") else "message")
            field["packed"] = field["list"] and field["kind"] == "integer"
            field["wire"] = 0 if field["kind"] in ("integer", "enum") and not field["list"] else 2
    return messages, enums


MESSAGES, ENUMS = _load(SCHEMA)


def varint(n):
    check(0 <= n < 2 ** 64, "ERR_LIMIT", "varint")
    out = bytearray()
    while n >= 128:
        out.append(128 + n % 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def _read_varint(data, at, end):
    n, start = 0, at
    while True:
        check(at < end and at - start < 10, "ERR_ENCODING", "varint")
        byte = data[at]
        n |= (byte & 127) << 7 * (at - start)
        at += 1
        if byte < 128:
            break
    check(n < 2 ** 64, "ERR_ENCODING", "varint of more than 64 bits")
    check(byte != 0 or at - start == 1, "ERR_NON_CANONICAL", "varint with a needless byte")
    return n, at


def _integer(field, n):
    """The value of a varint of this field, checked against what can be judged at once."""
    if field["kind"] == "enum":
        names = ENUMS[field["type"]]
        check(n in names and (n or not names[0].endswith("_UNSPECIFIED")), "ERR_FIELD", field["name"])
        return n
    check(field["type"] != "uint32" or n < 2 ** 32, "ERR_NON_CANONICAL", field["name"])
    if field["type"] == "sint64":
        n = n // 2 if n % 2 == 0 else -(n + 1) // 2
    check(n <= field["range"][1], "ERR_LIMIT", field["name"])
    check(n >= field["range"][0], "ERR_FIELD", field["name"])
    check(not field["version"] or n == FORMAT_VERSION, "ERR_UNSUPPORTED_VERSION", str(n))
    return n


def _bytes(field, data):
    low, high, only_ends = field["length"]
    check(len(data) <= high, "ERR_LIMIT", field["name"])
    check(len(data) in (0, high) if only_ends else len(data) >= low, "ERR_FIELD", field["name"])
    if field["kind"] == "bytes":
        return bytes(data)
    try:
        return bytes(data).decode("utf-8")
    except UnicodeDecodeError:
        raise MunimentError("ERR_ENCODING", field["name"]) from None


def _packed(field, data, at, end):
    check(end > at, "ERR_NON_CANONICAL", field["name"])
    values = []
    while at < end:
        check(len(values) < field["count"][1], "ERR_LIMIT", field["name"])
        n, at = _read_varint(data, at, end)
        values.append(_integer(field, n))
    check(not field["features"] or all(v in KNOWN_FEATURES for v in values), "ERR_CRITICAL_FEATURE", str(values))
    return values


def _decode(name, data, at, end):
    fields = MESSAGES[name]["fields"]
    value, last = {}, 0
    check(end > at, "ERR_NON_CANONICAL", name + ": no bytes")
    while at < end:
        tag, at = _read_varint(data, at, end)
        number, wire = tag >> 3, tag & 7
        check(0 < number and tag < 2 ** 32 and wire not in (4, 6, 7), "ERR_ENCODING", name + ": tag")
        field = fields.get(number)
        check(field and wire == field["wire"], "ERR_NON_CANONICAL", f"{name}: field {number}, wire type {wire}")
        key, many = field["name"], field["list"] and not field["packed"]
        check(number > last or number == last and many, "ERR_NON_CANONICAL", f"{name}.{key}: order")
        last = number
        n, at = _read_varint(data, at, end)
        if wire == 0:
            check(n, "ERR_NON_CANONICAL", key + ": default")
            value[key] = _integer(field, n)
            continue
        check(n <= end - at, "ERR_ENCODING", key + ": length")
        stop = at + n
        if field["packed"]:
            value[key] = _packed(field, data, at, stop)
        else:
            check(not many or len(value.setdefault(key, [])) < field["count"][1], "ERR_LIMIT", key)
            if field["kind"] == "message":
                element = _decode(field["type"], data, at, stop)
            else:
                check(many or n, "ERR_NON_CANONICAL", key + ": default")
                element = _bytes(field, memoryview(data)[at:stop])
            if many:
                value[key].append(element)
            else:
                value[key] = element
        at = stop
    for field in fields.values():
        _finish(field, value)
    return value


def _finish(field, value):
    """Defaults of what is absent; what can be judged only at the end of a message."""
    key = field["name"]
    if field["list"]:
        elements = value.setdefault(key, [])
        check(len(elements) >= field["count"][0], "ERR_FIELD", key)
        if field["ascending"]:
            check(all(a < b for a, b in zip(elements, elements[1:])), "ERR_FIELD", key + ": order")
    elif key not in value:
        if field["kind"] == "message":
            check(not field["required"], "ERR_FIELD", key)
        elif field["kind"] in ("bytes", "string"):
            value[key] = _bytes(field, b"")
        else:
            value[key] = _integer(field, 0)


def decode(name, data):
    """The value of an encoding of a message that stands alone."""
    check(MESSAGES.get(name, {}).get("max"), "ERR_USAGE", name)
    data = bytes(data)
    check(len(data) <= MESSAGES[name]["max"], "ERR_LIMIT", name)
    return _decode(name, data, 0, len(data))


def _encode(name, value):
    out = bytearray()
    for number, field in sorted(MESSAGES[name]["fields"].items()):
        v = value.get(field["name"])
        if v is None or not field["list"] and field["kind"] != "message" and not v:
            continue
        if field["wire"] == 0:
            out += varint(8 * number) + varint(_scalar(field, v))
            continue
        if field["packed"]:
            elements = [b"".join(varint(_scalar(field, x)) for x in v)] if v else []
        else:
            elements = [_element(field, x) for x in (v if field["list"] else [v])]
        for e in elements:
            out += varint(8 * number + 2) + varint(len(e)) + e
    return bytes(out)


def _scalar(field, v):
    return v if field["type"] != "sint64" else 2 * v if v >= 0 else -2 * v - 1


def _element(field, v):
    return _encode(field["type"], v) if field["kind"] == "message" else v.encode() if field["kind"] == "string" else v


def encode(name, value):
    """The one encoding of a value; fails like decode for a value beyond the limits (WIRE-024)."""
    data = _encode(name, value)
    decode(name, data)
    return data


def encode_part(name, value):
    """The encoding of a message that is only ever part of another; fails like `encode`."""
    data = _encode(name, value)
    _decode(name, data, 0, len(data))
    return data


def enum_name(enum, number):
    """The name of spec/registries.md: `HARD_LINK` is `hard-link`; a prefix like `VAULT_OPERATION_` is dropped."""
    prefix = "".join("_" + c if c.isupper() else c for c in enum).lstrip("_").upper() + "_"
    name = ENUMS[enum][number]
    return (name[len(prefix):] if name.startswith(prefix) else name).lower().replace("_", "-")


def enum_number(enum, name):
    number = next((n for n in ENUMS[enum] if enum_name(enum, n) == name), None)
    check(number is not None, "ERR_USAGE", f"{enum}: {name}")
    return number


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(w.capitalize() for w in rest)


def to_json(name, value):
    """A value in the notation of the vectors."""
    out = {}
    for field in MESSAGES[name]["fields"].values():
        if field["name"] in value:
            v = value[field["name"]]
            out[camel(field["name"])] = [_json(field, x) for x in v] if field["list"] else _json(field, v)
    return out


def _json(field, v):
    if field["kind"] == "message":
        return to_json(field["type"], v)
    if field["kind"] == "enum":
        return enum_name(field["type"], v)
    return v.hex() if field["kind"] == "bytes" else str(v) if field["type"] in ("uint64", "sint64") else v
