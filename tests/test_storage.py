"""The index folder: every changed byte is noticed, told and mended."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from index import BrokenIndexError, IndexStore
from index.manifest import digest
from index.storage import IndexFolderError, new_index

FILES = [
    "CURRENT",
    "manifest.json",
    "passages.jsonl",
    "passages.faiss",
    "sentences.npz",
    "keywords/data.csc.index.npy",
    "keywords/indices.csc.index.npy",
    "keywords/indptr.csc.index.npy",
    "keywords/params.index.json",
    "keywords/vocab.index.json",
]


def stored(folder: Path, name: str) -> Path:
    """A file of the index in use."""
    current = folder / "CURRENT"
    in_use = folder / current.read_text().strip()
    return current if name == "CURRENT" else in_use / name


def test_the_files_of_an_index(small_store: IndexStore) -> None:
    manifest = small_store.build()
    assert all(stored(small_store.folder, name).is_file() for name in FILES)
    assert sorted(manifest.files) == sorted(FILES[2:])
    assert small_store.verify() == manifest


@pytest.mark.parametrize("position", [0.0, 0.5, 1.0, None])
@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_or_missing_file_is_noticed_told_and_mended(
    small_store: IndexStore, name: str, position: float | None
) -> None:
    told: list[str] = []
    store = replace(small_store, tell=told.append)
    store.build()
    path = stored(store.folder, name)
    if position is None:
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        data[round(position * (len(data) - 1))] ^= 0xFF
        path.write_bytes(data)
    with pytest.raises(BrokenIndexError) as error:
        store.verify()
    assert error.value.message.startswith(f"{path}: ")
    assert error.value.cure == "Run: b12bot index build"
    assert store.open().search("Who eats apples?").hits[0].passage.section == "Q&A"
    assert told == [f"Building the index. {error.value.message}"]
    store.verify()


@pytest.mark.parametrize(
    "content", [b"", b"latest", b"../../etc/passwd", b"\xff" * 64, b"0" * 65]
)
def test_foreign_content_in_current(small_store: IndexStore, content: bytes) -> None:
    small_store.build()
    (small_store.folder / "CURRENT").write_bytes(content)
    with pytest.raises(BrokenIndexError, match="CURRENT: does not name an index"):
        small_store.verify()
    small_store.open()
    small_store.verify()


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"recipe": {"format": 99}}'])
def test_a_manifest_of_an_unknown_shape(small_store: IndexStore, data: bytes) -> None:
    place = small_store.folder / digest(data)
    place.mkdir(parents=True)
    (place / "manifest.json").write_bytes(data)
    (small_store.folder / "CURRENT").write_text(f"{place.name}\n")
    with pytest.raises(BrokenIndexError, match=r"manifest\.json: not a manifest"):
        small_store.verify()
    small_store.open()
    small_store.verify()


def test_the_index_before_is_kept_and_the_one_before_that_removed(
    small_store: IndexStore,
) -> None:
    names = []
    for age in range(4):
        small_store.build()
        place = stored(small_store.folder, "")
        os.utime(place, (age, age))  # the clock may be too coarse
        names.append(place.name)
    kept = {path.name for path in small_store.folder.iterdir() if path.is_dir()}
    assert kept == {names[-2], names[-1]}


def test_a_folder_that_cannot_be_written(
    tmp_path: Path, small_store: IndexStore
) -> None:
    (tmp_path / "file").write_text("Not a folder.")
    for folder in (tmp_path / "file", tmp_path / "file" / "index"):
        store = replace(small_store, folder=folder)
        for use in (store.open, store.build):
            with pytest.raises(IndexFolderError, match="cannot be written") as error:
                use()
            assert str(folder) in error.value.message
            assert "set B12BOT_INDEX_DIR to another folder" in error.value.cure
    assert (tmp_path / "file").read_text() == "Not a folder."


def test_an_unfinished_index_goes_when_its_writer_fails(tmp_path: Path) -> None:
    with pytest.raises(IndexFolderError, match="No space left"), new_index(tmp_path):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


@given(
    name=st.sampled_from(FILES),
    start=st.integers(0, 10_000),
    removed=st.integers(0, 50),
    put=st.binary(max_size=50),
)
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_change_of_a_file_is_noticed(
    small_store: IndexStore, name: str, start: int, removed: int, put: bytes
) -> None:
    if not small_store.folder.joinpath("CURRENT").exists():
        small_store.build()
    path = stored(small_store.folder, name)
    data = path.read_bytes()
    place = start % (len(data) + 1)
    changed = data[:place] + put + data[place + removed :]
    assume(changed != data)
    path.write_bytes(changed)
    try:
        with pytest.raises(BrokenIndexError):
            small_store.verify()
    finally:
        path.write_bytes(data)
