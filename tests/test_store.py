"""Opening and building an index, also by two processes and when a build is killed."""

import multiprocessing
import os
import signal
import sys
from dataclasses import replace
from functools import partial
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

import pytest

from index import BrokenIndexError, IndexStore, Model
from tests.conftest import WordEncoder

SPAWN = multiprocessing.get_context("spawn")


def encoder_at_the_same_time(barrier: Barrier, _: Model) -> WordEncoder:
    barrier.wait(60)
    return WordEncoder()


def build_and_die_writing(store: IndexStore, name: str) -> None:
    """Die just before a file of this name is written or put in its place."""

    def watch(event: str, args: tuple[object, ...]) -> None:
        written = (
            event == "open" and "w" in str(args[1]) and str(args[0]).endswith(name)
        )
        if written or (event == "os.rename" and str(args[1]).endswith(name)):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    store.build()


def open_and_answer(store: IndexStore, answers: "SimpleQueue[str]") -> None:
    answers.put(store.open().search("Who eats apples?").hits[0].passage.section)


def leftovers(store: IndexStore) -> list[str]:
    return [path.name for path in store.folder.glob("unfinished-*")]


def test_an_absent_index_is_built_once_and_told(small_store: IndexStore) -> None:
    told: list[str] = []
    store = replace(small_store, tell=told.append)
    with pytest.raises(BrokenIndexError, match="CURRENT: missing"):
        store.verify()
    assert not store.folder.exists()
    first, again = store.open(), store.open()
    assert told == [f"Building the index. {store.folder / 'CURRENT'}: missing."]
    assert (first.id, first.passages) == (again.id, again.passages)
    assert first.search("fresh apples").hits == again.search("fresh apples").hits


def test_progress_counts_every_text(small_store: IndexStore) -> None:
    steps: list[tuple[int, int]] = []
    store = replace(small_store, progress=lambda *step: steps.append(step))
    manifest = store.build()
    total = manifest.passages + manifest.sentences
    assert steps == [(total, total)]  # few enough for one batch
    assert manifest.sentences == 9
    assert manifest.dimension == 256


@pytest.mark.parametrize("at", ["sentences.npz", "manifest.json", "/CURRENT"])
def test_a_build_that_is_killed_leaves_the_old_index(
    small_store: IndexStore, at: str
) -> None:
    manifest = small_store.build()
    process = SPAWN.Process(target=build_and_die_writing, args=(small_store, at))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert len(leftovers(small_store)) == 1
    assert small_store.verify() == manifest
    assert (
        small_store.open().search("Who eats apples?").hits[0].passage.section == "Q&A"
    )
    small_store.build()
    assert leftovers(small_store) == []


def test_of_two_processes_one_builds_and_both_answer(small_store: IndexStore) -> None:
    answers, told = SPAWN.SimpleQueue(), SPAWN.SimpleQueue()
    load = partial(encoder_at_the_same_time, SPAWN.Barrier(2))
    store = replace(small_store, load_encoder=load, tell=told.put)
    processes = [
        SPAWN.Process(target=open_and_answer, args=(store, answers), daemon=True)
        for _ in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert [answers.get(), answers.get()] == ["Q&A", "Q&A"]
    assert not told.empty()
    assert told.get().endswith("CURRENT: missing.")
    assert told.empty()
    small_store.verify()
