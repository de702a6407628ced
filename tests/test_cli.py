"""The command line, run as people run it, with the real model."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from corpus import Article

pytestmark = pytest.mark.model


@pytest.fixture
def _built(real_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the index that other tests use too, since building one takes its time."""
    monkeypatch.setenv("B12BOT_INDEX_DIR", str(real_index))


BUILT = pytest.mark.usefixtures("_built")


def _run(*args: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *args]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, input=text
    )


def _five_questions(article: Article) -> list[str]:
    return [
        article.shown(pair.question.start, pair.question.end)
        for pair in article.questions
    ]


@BUILT
def test_batch_answers_the_articles_own_questions(
    tmp_path: Path, b12_article: Article
) -> None:
    questions, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        json.dumps({"id": f"Q{n}", "turns": [question]})
        for n, question in enumerate(_five_questions(b12_article), start=1)
    ]
    questions.write_text("\n".join(lines), "utf-8")
    done = _run("batch", str(questions), str(out))
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    for answer, pair in zip(answers, b12_article.questions, strict=True):
        assert answer["kind"] == "answer"
        for excerpt in answer["excerpts"]:
            start, end = excerpt["start"], excerpt["end"]
            assert b12_article.text[start:end] == excerpt["text"]
        first = pair.answer.sentences[0]
        own = b12_article.text[first.start : first.end]
        assert any(own in excerpt["text"] for excerpt in answer["excerpts"])


@BUILT
def test_batch_refuses_a_broken_line_and_writes_nothing(tmp_path: Path) -> None:
    questions, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    questions.write_text('{"id": "1", "turns": ["x"]}\n{broken\n', "utf-8")
    done = _run("batch", str(questions), str(out))
    assert done.returncode == 1
    assert f"{questions}, line 2" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.glob("*out*")) == []


def test_ask_builds_the_index_prints_the_answer_and_why(tmp_path: Path) -> None:
    done = _run("ask", "Who is most at risk for vitamin B12 deficiency?", "--why")
    assert done.returncode == 0
    assert "> Vegans, vegetarians, older adults" in done.stdout
    assert "[1]" in done.stdout
    assert "not medical advice" in done.stdout
    assert "Building the index" in done.stderr
    assert "from the threshold" in done.stderr
    verified = _run("index", "verify")
    assert verified.stdout.startswith("Intact: ")
    assert str(tmp_path) in verified.stdout


@BUILT
def test_ask_prints_json() -> None:
    done = _run("ask", "What is myelin?", "--json")
    assert json.loads(done.stdout)["kind"] == "answer"


@BUILT
def test_chat_understands_a_follow_up_and_ends() -> None:
    done = _run("chat", text="Who is most at risk?\nand why them?\nquit\n")
    assert done.returncode == 0
    assert "I read this as: *Who is most at risk? and why them?*" in done.stdout


def test_verify_without_an_index_says_what_to_do() -> None:
    done = _run("index", "verify")
    assert done.returncode == 1
    assert "CURRENT: missing" in done.stderr
    assert "Run: b12bot index build" in done.stderr


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--article", "absent.txt", "absent.txt: cannot be read"),
        ("--model", "absent-model", "'absent-model' is not on this machine"),
    ],
)
def test_wrong_settings_are_named_without_a_traceback(
    option: str, value: str, words: str
) -> None:
    done = _run("ask", "What is myelin?", option, value)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_another_article_is_a_setting(tmp_path: Path) -> None:
    path = tmp_path / "bees.md"
    path.write_text(
        "# Bees\nA honey bee colony has one queen who lays eggs.\n", "utf-8"
    )
    done = _run(
        "ask", "Who lays the eggs in a honey bee colony?", "--article", str(path)
    )
    assert "> A honey bee colony has one queen who lays eggs. [1]" in done.stdout
    assert "Not trained for this article and model: answerability" in done.stderr


@BUILT
def test_doctor_finds_nothing_wrong_here() -> None:
    done = _run("doctor")
    assert done.returncode == 0, done.stdout
    assert "sentence-transformers" in done.stdout


@BUILT
def test_serve_says_where_answers_and_ends_on_interrupt() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        _wait_for(f"http://127.0.0.1:{port}/readyz", server)
        busy = _run("serve", "--port", str(port))
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    assert f"listens on http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert server.returncode == 0
    assert busy.returncode == 1
    assert f"Port {port} on 127.0.0.1 is in use" in busy.stderr


def _wait_for(url: str, server: subprocess.Popen[str]) -> None:
    for _ in range(600):
        assert server.poll() is None
        try:
            urllib.request.urlopen(url, timeout=1)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{url} did not answer")
