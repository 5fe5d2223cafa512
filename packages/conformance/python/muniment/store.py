"""Stores to read from: a folder, or objects in memory (spec/storage.md sections 3, 5, 6 and 8).

Both have `names(prefix)`, `size(name)` (None if there is no such object) and `read(name, start, end)`.
"""

import errno
import os
import re
import stat

from .errors import MunimentError, check

MOST, LONGEST = 2 ** 26, 200  # bytes of an object, characters of a name
_NAME = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")
_UNREACHABLE = {"ENODEV", "ENXIO", "ENOTCONN", "ESTALE", "ESHUTDOWN", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH",
                "ETIMEDOUT", "ECONNABORTED", "ECONNREFUSED", "ECONNRESET"}


def valid_name(name):
    return len(name) <= LONGEST and _NAME.fullmatch(name) is not None


class MemoryStore:
    """A dict of name to bytes; names are not judged, so that vectors can have any."""

    def __init__(self, objects):
        self.objects = objects

    def names(self, prefix):
        return sorted(n for n in self.objects if n.startswith(prefix))

    def size(self, name):
        return len(self.objects[name]) if name in self.objects else None

    def read(self, name, start=0, end=None):
        check(name in self.objects, "ERR_STORE_NOT_FOUND", name)
        return self.objects[name][start:end]


class FolderStore:
    """Objects are regular files below the root; links, pipes and devices are not there (STORE-041, STORE-042)."""

    def __init__(self, root):
        self.root = root
        check(os.path.isdir(root), "ERR_STORE_UNREACHABLE", root)

    def names(self, prefix):
        """Names of the regular files below the folder `prefix` (which ends in `/`), those that are no object names too; of folders deeper
        than any object their own."""
        found = []

        def walk(folder):
            for entry in os.scandir(os.path.join(self.root, folder)):
                if entry.is_dir(follow_symlinks=False) and len(folder + entry.name) < LONGEST:
                    walk(folder + entry.name + "/")
                elif entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False):
                    found.append(folder + entry.name)
        try:
            if stat.S_ISDIR(os.lstat(os.path.join(self.root, prefix.rstrip("/"))).st_mode):
                walk(prefix)
        except FileNotFoundError:
            check(os.path.isdir(self.root), "ERR_STORE_UNREACHABLE", self.root)
        except OSError as error:
            raise _store_error(error) from None
        return sorted(found)

    def _open(self, name):
        check(valid_name(name), "ERR_STORE_NAME", name)
        fd = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            *folders, last = name.split("/")
            for part, flags in [(f, os.O_DIRECTORY) for f in folders] + [(last, os.O_NONBLOCK)]:
                inner = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | flags, dir_fd=fd)
                os.close(fd)
                fd = inner
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise FileNotFoundError(name)
            return fd
        except BaseException:
            os.close(fd)
            raise

    def size(self, name):
        try:
            fd = self._open(name)
        except OSError as error:
            error = _store_error(error, name)
            if error.code == "ERR_STORE_NOT_FOUND":
                return None
            raise error from None
        try:
            return os.fstat(fd).st_size
        finally:
            os.close(fd)

    def read(self, name, start=0, end=None):
        try:
            fd = self._open(name)
        except OSError as error:
            raise _store_error(error, name) from None
        with os.fdopen(fd, "rb") as file:
            size = os.fstat(fd).st_size
            end = size if end is None else end
            check(end <= size, "ERR_STORE_RANGE", name)
            check(end - start <= MOST, "ERR_LIMIT", name)
            try:
                file.seek(start)
                data = file.read(end - start)
            except OSError as error:
                raise _store_error(error, name) from None
            check(len(data) == end - start, "ERR_STORE_IO", name)
            return data


def _store_error(error, name=""):
    """The table of STORE-049, reading."""
    code = errno.errorcode.get(error.errno, "ENOENT")
    if code in ("ENOENT", "ENOTDIR", "ELOOP", "EISDIR"):
        return MunimentError("ERR_STORE_NOT_FOUND", name)
    if code in ("EACCES", "EPERM"):
        return MunimentError("ERR_STORE_DENIED", name)
    return MunimentError("ERR_STORE_UNREACHABLE" if code in _UNREACHABLE else "ERR_STORE_IO", f"{name} {code}")
