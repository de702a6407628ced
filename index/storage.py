"""The index as a folder: written whole or not at all, checked before it is read.

    FOLDER/CURRENT           the name of the index in use
    FOLDER/<sha256>/         an index, named by the hash of its manifest
        manifest.json        what it was made from, and the hash of every other file

A changed byte in any file breaks the manifest's hashes, in the manifest its folder's
name, in CURRENT the way to the folder. The new index stands in place before CURRENT
is replaced, so a process that is killed leaves the old one in use.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from corpus import B12BotError
from index.manifest import Manifest, digest

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
UNFINISHED = "unfinished-"
NAME = re.compile(rb"([0-9a-f]{64})\n")


class IndexFolderError(B12BotError):
    """The index folder cannot be written or read."""


class BrokenIndexError(B12BotError):
    """The stored index is not what was written, or none is there."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "Run: b12bot index build")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other builds; waits for one that is under way."""
    from filelock import FileLock

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        lock.acquire()
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def read_manifest(folder: Path) -> tuple[Path, Manifest]:
    """The place and manifest of the index in use; BrokenIndexError if it is broken."""
    name = _current(folder)
    if not name:
        raise BrokenIndexError(f"{folder / CURRENT}: does not name an index.")
    path = folder / name / MANIFEST
    data = _read(path)
    if digest(data) != name:
        raise BrokenIndexError(f"{path}: changed since the index was built.")
    try:
        return folder / name, Manifest.model_validate_json(data)
    except ValidationError as error:
        raise BrokenIndexError(f"{path}: not a manifest that is understood.") from error


def read_files(place: Path, manifest: Manifest) -> dict[str, bytes]:
    """Every file of an index, each compared with its hash before anything uses it."""
    files = {}
    for name, expected in manifest.files.items():
        files[name] = _read(place / name)
        if digest(files[name]) != expected:
            raise BrokenIndexError(f"{place / name}: changed since it was built.")
    return files


@contextmanager
def new_index(folder: Path) -> Iterator[Path]:
    """An empty folder to write an index into; gone again unless `publish` moved it."""
    try:
        place = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield place
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def publish(folder: Path, place: Path, manifest: Manifest) -> Path:
    """Put a written index in use. The caller holds the lock."""
    data = manifest.to_bytes()
    (place / MANIFEST).write_bytes(data)
    for path in [*place.rglob("*"), place]:
        _sync(path)
    final = folder / digest(data)
    before = folder / CURRENT
    kept = {final.name, _current(folder) if before.exists() else ""}
    shutil.rmtree(final, ignore_errors=True)
    place.replace(final)
    pointer = folder / f"{UNFINISHED}{CURRENT}"
    pointer.write_text(f"{final.name}\n", "ascii")
    _sync(pointer)
    pointer.replace(folder / CURRENT)
    _sync(folder)
    _tidy(folder, kept)
    return final


def hashes(place: Path) -> Mapping[str, str]:
    """The hash of every file below an index's folder, by path."""
    files = sorted(path for path in place.rglob("*") if path.is_file())
    return {p.relative_to(place).as_posix(): digest(p.read_bytes()) for p in files}


def _current(folder: Path) -> str:
    """The name in CURRENT, "" where it is not one, to the byte, or leads nowhere."""
    name = NAME.fullmatch(_read(folder / CURRENT))
    if not name or not (folder / name[1].decode()).is_dir():
        return ""
    return name[1].decode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BrokenIndexError(f"{path}: missing.") from error
    except OSError as error:
        raise BrokenIndexError(f"{path}: unreadable ({error.strerror}).") from error


def _sync(path: Path) -> None:
    """Bring a file or folder to the disk; folders cannot be opened on Windows."""
    if path.is_dir() and os.name == "nt":
        return
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _tidy(folder: Path, kept: set[str]) -> None:
    """Remove all but the index in use and the one before it, which may be read yet."""
    for path in folder.iterdir():
        is_index = NAME.fullmatch(path.name.encode() + b"\n") and path.name not in kept
        if is_index or path.name.startswith(UNFINISHED):
            shutil.rmtree(path, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> IndexFolderError:
    return IndexFolderError(
        f"{folder}: the index cannot be written ({error.strerror}).",
        "Free space or permissions there, or set B12BOT_INDEX_DIR to another folder.",
    )
