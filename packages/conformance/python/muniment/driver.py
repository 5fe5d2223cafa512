"""The conformance protocol (PROTOCOL.md of the test vectors) and the commands `ls` and `restore`.

Every module `operations_*` of this package has a dict OPERATIONS: name to function(input), which returns the value. A function
may also raise MunimentError, Unsupported, or Outcome.
"""

import argparse
import importlib
import json
import os
import pkgutil
import sys

from .errors import MunimentError, check, exit_status, printable

NAME, VERSION, PROTOCOL = "muniment-python", "1", 1


class Unsupported(Exception):
    """What this implementation does not have."""


class Outcome(Exception):
    """An outcome of a vault that is not OK, with what else there is to say."""

    def __init__(self, outcome, value=None):
        super().__init__(outcome)
        self.outcome, self.value = outcome, value or {}


def operations():
    found = {}
    package = importlib.import_module(__package__)
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.startswith("operations_"):
            found.update(importlib.import_module(f"{__package__}.{module.name}").OPERATIONS)
    return found


def answer(table, request):
    name, given = request["operation"], request["input"]
    if name == "capabilities":
        return {"value": {"name": NAME, "version": VERSION, "protocol": PROTOCOL, "operations": sorted(table)}}
    try:
        if name not in table:
            raise Unsupported(name)
        return {"value": table[name](given)}
    except MunimentError as error:
        return {"error": error.code, **{k: v for k, v in error.details.items() if k in ("released", "value")}}
    except Unsupported as error:
        return {"unsupported": str(error)}
    except Outcome as outcome:
        return {"outcome": outcome.outcome, "value": outcome.value}
    except Exception as error:  # a defect of ours: answer, and go on
        print(f"{name}: {error!r}", file=sys.stderr)
        return {"error": "ERR_INTERNAL"}


def serve(lines, out):
    table = operations()
    for line in lines:
        request = json.loads(line)
        out.write(json.dumps({"id": request["id"], **answer(table, request)}) + "\n")
        out.flush()
    return 0


def _show(data):
    """Bytes of a path, safe to print."""
    return printable(data.decode("utf-8", "surrogateescape"))


def _open(args):
    from . import archive, recovery_key, store
    try:
        with open(args.recovery_key_file, encoding="utf-8") as file:
            text = file.read(5000)
    except (OSError, UnicodeDecodeError) as error:
        raise MunimentError("ERR_INPUT_FILE", str(error)) from None
    return archive.open_archives(store.FolderStore(args.store), ("recovery-key", recovery_key.parse(text)))


def _choose(found, wanted):
    """The (archive, head) of the snapshot that is wanted, by the start of its id; the latest if none is."""
    matching = {h["id"]: (a, h) for a, h in found if wanted is None or len(wanted) >= 4 and h["id"].hex().startswith(wanted.lower())}
    check(matching and (wanted is None or len(matching) == 1), "ERR_SNAPSHOT_UNKNOWN", wanted or "")
    return list(matching.values())[-1]


def command(args):
    from . import archive as archives
    from . import restore
    opened = _open(args)
    found = [(a, h) for a in reversed(opened) for h in archives.snapshots(a)]
    problems = []

    def report(path, error):
        problems.append(error.code)
        print(f"{'(list of files)' if path is None else _show(path)}: {error}", file=sys.stderr)
    if args.command == "ls" and args.snapshot is None:
        for a, h in found:
            s = h["stable"]
            fork = [a["keyring"]["name"]] if len(opened) > 1 else []
            print(h["id"].hex(), s["time_ms"], *fork, *(_show(t.encode()) for t in [s["device_name"]] + s["tags"]))
    else:
        archive, head = _choose(found, args.snapshot)
        if args.command == "ls":
            for entry, _, _ in archives.entries(archive, head, lambda last, error: report(None, archives.lost_part(last, error))):
                print(f"{entry['kind']} {entry['mode']:04o} {entry['size']} {_show(entry['path'])}")
        else:
            print(restore.restore(archive, head, args.into, report), "entries restored")
    for name, code in sorted({(name, error.code) for a in opened for name, error in a["reports"]}):
        print(f"{_show(os.fsencode(name))}: {code}", file=sys.stderr)
    return exit_status(problems[0]) if problems else 0


def main(argv=None):
    parser = argparse.ArgumentParser(prog="muniment")
    commands = parser.add_subparsers(dest="command")
    for name in ("ls", "restore"):
        sub = commands.add_parser(name)
        sub.add_argument("store")
        sub.add_argument("--recovery-key-file", required=True)
        sub.add_argument("--snapshot")
        if name == "restore":
            sub.add_argument("--into", required=True)
    args = parser.parse_args(argv)
    if args.command is None:
        return serve(sys.stdin, sys.stdout)
    try:
        return command(args)
    except MunimentError as error:
        print(error, file=sys.stderr)
        return exit_status(error.code)
