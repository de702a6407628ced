"""The HTTP API, the limits in front of it, and what of Gradio is open."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import Bot
from bot.web.application import create_app
from bot.web.chat import respond
from bot.web.help_panel import numbers_of, pinned_line
from bot.web.limits import LARGEST_BODY
from bot.wording import escape

CLOSED = (
    "/monitoring",
    "/monitoring/summary",
    "/gradio_api/info",
    "/gradio_api/openapi.json",
    "/gradio_api/runs",
    "/gradio_api/upload",
    "/gradio_api/file=/etc/hostname",
    "/gradio_api/proxy=http://example.org/",
    "/gradio_api/deep_link",
    "/openapi.json",
    "/docs",
    "/login",
    "/../pyproject.toml",
)


@pytest.fixture
def client(small_bot: Bot) -> TestClient:
    return TestClient(create_app(small_bot))


def test_a_conversation_is_answered(client: TestClient) -> None:
    response = client.post(
        "/api/v1/answers", json={"turns": ["Hello", "How are apples picked?"]}
    )
    assert response.status_code == 200
    answer = response.json()
    assert answer["kind"] == "answer"
    assert answer["excerpts"][0]["display"] == (
        "Pickers twist apples off the branch by hand."
    )
    assert answer["text"].endswith(answer["disclaimer"])
    assert len(answer["id"]) == 12


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"turns": []}', "at least 1 item"),
        ('{"turns": "x"}', "valid list"),
        ('{"turns": [7]}', "valid string"),
        ('{"turns": ["x"], "model": "y"}', "not permitted"),
        ("{", "JSON"),
        ('"\\ud800"', ""),
    ],
)
def test_a_request_that_cannot_be_read_says_why(
    client: TestClient, content: str, words: str
) -> None:
    response = client.post(
        "/api/v1/answers",
        content=content,
        headers={"content-type": "application/json"},
    )
    assert response.status_code == 422
    assert words in response.json()["message"]
    assert "turns" in response.json()["cure"]


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    response = client.post("/api/v1/answers", content=b"x" * (LARGEST_BODY + 1))
    assert response.status_code == 413
    assert "65,536" in response.json()["message"]


def test_a_question_that_is_too_long_is_answered_kindly(client: TestClient) -> None:
    response = client.post("/api/v1/answers", json={"turns": ["why? " * 500]})
    assert response.json()["kind"] == "clarify"


@pytest.mark.parametrize(("path", "status"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_health(client: TestClient, path: str, status: str) -> None:
    assert client.get(path).json() == {"status": status}


@pytest.mark.parametrize("path", CLOSED)
def test_what_nobody_needs_is_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_the_page_is_served_without_analytics(client: TestClient) -> None:
    assert client.get("/").status_code == 200
    config = client.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []
    assert config["run_history"] is False
    assert not any(
        event["api_visibility"] == "public" for event in config["dependencies"]
    )


def test_a_turn_of_the_chat_links_its_citation(small_bot: Bot) -> None:
    (user, reply), _ = respond(small_bot, "How are apples picked?", [])
    assert user == {"role": "user", "content": "How are apples picked?"}
    start = small_bot.article.text.index("Pickers")
    assert f'[\\[1\\]](#s-{start} "Source: Q&A")' in reply["content"]
    assert reply["content"].split("\n")[-1].startswith("Answer id: ")
    assert [option["value"] for option in reply["options"]] == ["Who eats apples?"]


def test_the_chat_remembers_by_what_the_page_sends(small_bot: Bot) -> None:
    history, _ = respond(small_bot, "How are apples *picked*?", [])
    as_gradio_gives_it = [
        {**message, "content": [{"type": "text", "text": message["content"]}]}
        for message in history
    ]
    (*_, reply), _ = respond(small_bot, "by hand?", as_gradio_gives_it)
    assert f"*{escape('How are apples *picked*? by hand?')}*" in reply["content"]


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=4))
def test_any_text_gets_an_answer(client: TestClient, turns: list[str]) -> None:
    if all(text.isprintable() or text.isascii() for text in turns):
        response = client.post("/api/v1/answers", json={"turns": turns})
        assert response.status_code == 200
        assert response.json()["disclaimer"]


def test_the_about_page_says_what_this_is_not(client: TestClient) -> None:
    page = client.get("/about")
    assert page.headers["content-type"].startswith("text/html")
    for words in ("not medical advice", "keeps nothing", "stop or change a medicine"):
        assert words in page.text
    assert "<script" not in page.text


def test_help_stays_in_sight_after_a_danger(small_bot: Bot) -> None:
    history, answer = respond(small_bot, "I want to die", [])
    assert pinned_line(answer) == answer.text.splitlines()[0]
    history, answer = respond(small_bot, "How are apples picked?", history)
    assert "may not be safe" in pinned_line(answer)
    assert pinned_line(respond(small_bot, "How are apples picked?", [])[1]) == ""


def test_the_numbers_of_the_place_picked_are_shown() -> None:
    assert "United Kingdom: emergency [999](tel:999)" in numbers_of("United Kingdom")
    assert "local emergency number" in numbers_of("")
    assert "local emergency number" in numbers_of("Atlantis")
