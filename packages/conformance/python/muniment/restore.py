"""Restoring a snapshot into a folder (spec/archive.md section 12).

Everything is created relative to an open directory that was reached from the target without following a link, and
exclusively. What is restored, and in which order, is the table of ARCH-109.
"""

import contextlib
import errno
import os
import stat

from . import archive as archives
from . import manifest
from .errors import MunimentError

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _target_error(error, path):
    if isinstance(error, OverflowError):
        return MunimentError("ERR_TARGET", repr(path))
    if isinstance(error, FileExistsError) or error.errno in (errno.ELOOP, errno.ENOTDIR):
        return MunimentError("ERR_TARGET_EXISTS", repr(path))
    return MunimentError("ERR_TARGET_FULL" if error.errno in _FULL else "ERR_TARGET", f"{path!r}: {error.strerror}")


def _parent(root, parts):
    """A new descriptor of the directory that parts[:-1] lead to; directories whose entries were lost are made."""
    fd = os.dup(root)
    for part in parts[:-1]:
        try:
            try:
                inner = os.open(part, _DIRECTORY, dir_fd=fd)
            except FileNotFoundError:
                os.mkdir(part, 0o700, dir_fd=fd)
                inner = os.open(part, _DIRECTORY, dir_fd=fd)
        finally:
            os.close(fd)
        fd = inner
    return fd


def restore(archive, head, target, report):
    """Restore all that can be; `report(path or None, error)` is told of each loss. Returns how many entries were restored."""
    try:
        os.makedirs(target, exist_ok=True)
        root = os.open(target, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise _target_error(error, target) from None
    done, directories, lost, files = 0, [], set(), {}  # of each file so far None if it was restored, else what it would be made of
    try:
        for entry, record, place in archives.entries(archive, head, lambda places, error: report(None, archives.lost_part(places, error))):
            parts, is_file = manifest.check_path(entry["path"]), entry["kind"] == manifest.FILE
            try:
                if any(b"/".join(parts[:i]) in lost for i in range(1, len(parts))):
                    raise MunimentError("ERR_TARGET", "its folder was not restored")
                _restore_one(archive, root, parts, entry, record, place, files, report)
                if entry["kind"] == manifest.DIRECTORY:
                    directories.append((parts, entry))
                elif is_file:
                    files[entry["path"]] = None
                done += 1
            except MunimentError as error:
                if error.code == "ERR_TARGET_FULL":
                    raise
                lost.add(entry["path"])
                if is_file:
                    files[entry["path"]] = entry, record, place
                report(entry["path"], error)
    except MunimentError as error:
        report(None, error)
    try:
        for parts, entry in reversed(directories):
            try:
                fd = _parent(root, parts + [b""])
                try:
                    _set_metadata(fd, entry, report)
                finally:
                    os.close(fd)
            except OSError as error:
                report(entry["path"], _target_error(error, entry["path"]))
    finally:
        os.close(root)
    return done


def _restore_one(archive, root, parts, entry, record, place, files, report):
    path, name, kind = entry["path"], parts[-1], entry["kind"]
    source = files.get(entry["target"], ()) if kind == manifest.HARD_LINK else None
    if source == ():
        raise MunimentError("ERR_TARGET", "its file is not known")
    if source:  # that file could not be restored: one of its own
        entry, record, place = dict(source[0], path=path), *source[1:]
        kind = manifest.FILE
    extents = manifest.extents(archive, entry, record, place) if kind == manifest.FILE else None
    try:
        parent = _parent(root, parts)
        try:
            if kind == manifest.DIRECTORY:
                _make_directory(parent, name)
            elif kind == manifest.SYMLINK:
                os.symlink(entry["target"], name, dir_fd=parent)
                _set_metadata(name, entry, report, parent)
            elif kind == manifest.HARD_LINK:
                *_, first = target = entry["target"].split(b"/")
                folder = _parent(root, target)
                try:
                    os.link(first, name, src_dir_fd=folder, dst_dir_fd=parent, follow_symlinks=False)
                except FileExistsError:
                    found = (os.stat(n, dir_fd=fd, follow_symlinks=False) for n, fd in ((first, folder), (name, parent)))
                    if not os.path.samestat(*found):
                        raise
                finally:
                    os.close(folder)
            elif not _is_there(parent, name, entry):
                _write_file(archive, parent, name, entry, extents, report)
        finally:
            os.close(parent)
    except (OSError, OverflowError) as error:
        raise _target_error(error, path) from None


def _make_directory(parent, name):
    try:
        os.mkdir(name, 0o700, dir_fd=parent)
    except FileExistsError:
        os.close(os.open(name, _DIRECTORY, dir_fd=parent))


def _is_there(parent, name, entry):
    """Whether a file of this size and time, to a microsecond, stands there already."""
    try:
        info = os.stat(name, dir_fd=parent, follow_symlinks=False)
    except OSError:
        return False
    return stat.S_ISREG(info.st_mode) and info.st_size == entry["size"] and abs(info.st_mtime_ns - entry["mtime_ns"]) < 1000


def _write_file(archive, parent, name, entry, extents, report):
    """The file is made under another name, and gets its own when it is whole; never in the place of another."""
    temporary = b".muniment-" + os.urandom(16).hex().encode() + b".tmp"
    fd = os.open(temporary, _CREATE, 0o600, dir_fd=parent)
    try:
        with os.fdopen(fd, "wb", closefd=False) as file:
            for length, chunk in extents:
                if chunk:
                    file.write(manifest.packs.read_chunk(archive, chunk))
                else:
                    file.seek(length, 1)
            file.flush()
            os.ftruncate(fd, entry["size"])
        _set_metadata(fd, entry, report)
        try:
            os.link(temporary, name, src_dir_fd=parent, dst_dir_fd=parent, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            os.close(os.open(name, _CREATE, 0o600, dir_fd=parent))
            os.rename(temporary, name, src_dir_fd=parent, dst_dir_fd=parent)
    finally:
        os.close(fd)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=parent)


def _set_metadata(file, entry, report, parent=None):
    """Owner (for root), mode and times of a descriptor, or of a link in `parent`. What the system refuses is reported, no more."""
    where = {} if parent is None else {"dir_fd": parent, "follow_symlinks": False}

    def attempt(action, *arguments, **more):
        try:
            action(file, *arguments, **more)
        except (OSError, OverflowError) as error:
            report(entry["path"], _target_error(error, entry["path"]))
    if os.geteuid() == 0:
        attempt(os.chown, *(-1 if n == 2 ** 32 - 1 else n for n in (entry["uid"], entry["gid"])), **where)
    if parent is None:
        info = os.fstat(file)
        own = (info.st_uid, info.st_gid) == (entry["uid"], entry["gid"])  # ARCH-110
        attempt(os.chmod, entry["mode"] & (0o7777 if own else 0o1777))
    attempt(os.utime, ns=(entry["mtime_ns"],) * 2, **where)
