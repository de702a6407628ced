"""The HTTP API, the limits in front of it, and what of Gradio is open."""

from pathlib import Path
from threading import Event

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import Bot
from bot.settings import Settings
from bot.starting import StartingBot
from bot.web.application import create_app
from bot.web.headers import policy
from bot.web.limits import LARGEST_BODY
from corpus import Article

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
def client(small_bot: Bot, tmp_path: Path) -> TestClient:
    bot = StartingBot(small_bot.article, lambda: small_bot)
    return TestClient(
        create_app(bot, Settings(data_dir=tmp_path, questions_a_minute=0))
    )


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
    assert client.get(path).json() == {"status": status, "ready": True}


def test_health_while_the_bot_is_being_loaded(
    small_article: Article, tmp_path: Path
) -> None:
    loaded = Event()
    bot = StartingBot(small_article, loaded.wait)  # type: ignore[arg-type]
    client = TestClient(create_app(bot, Settings(data_dir=tmp_path)))
    assert client.get("/healthz").json() == {"status": "ok", "ready": False}
    assert client.get("/readyz").status_code == 503
    loaded.set()


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
    for words in ("not medical advice", "privacy notice", "stop or change a medicine"):
        assert words in page.text
    assert "<script" not in page.text


def test_the_privacy_page_says_what_the_settings_keep(small_bot: Bot) -> None:
    def page(**chosen: object) -> str:
        settings = Settings(**chosen)  # type: ignore[arg-type]
        bot = StartingBot(small_bot.article, lambda: small_bot)
        return TestClient(create_app(bot, settings)).get("/privacy").text

    assert "deleted after 30 days" in page(keep_days=30)
    assert "Your questions are not kept" in page(keep="feedback")
    assert "questions and the answers are kept" in page(keep="all")
    assert "Nothing is kept on the server" in page(keep="none")
    assert "run by Ward &lt;7&gt;." in page(operator="Ward <7>")


def test_the_console_is_off_without_an_account(client: TestClient) -> None:
    reply = client.get("/support/")
    assert (reply.status_code, "console is off" in reply.text) == (403, True)
    assert client.get("/own/support.css").status_code == 200


def test_a_page_may_run_its_own_scripts_only(client: TestClient) -> None:
    headers = client.get("/").headers
    script = "default-src 'self'; script-src 'self' 'sha256-"
    assert headers["content-security-policy"].startswith(script)
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/healthz").headers["referrer-policy"] == "no-referrer"


def test_a_script_is_allowed_by_its_hash() -> None:
    # The example of CSP Level 3, section 2.3.1 (W3C).
    page = b"<script>alert('Hello, world.');</script><script src=a.js></script>"
    assert "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='" in policy(page)
    assert policy(page).count("sha256-") == 1


@pytest.mark.parametrize("path", ["reading.js", "talking.js", "help.js", "icon.svg"])
def test_what_the_page_asks_for_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/own/{path}").status_code == 200


@pytest.mark.parametrize("path", ["page.css", "../page.py", "text_page.html", "x.js"])
def test_nothing_else_of_the_folder_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/own/{path}").status_code == 404


GRANT = "access-control-allow-origin"


def application(small_bot: Bot, tmp_path: Path, **chosen: object) -> TestClient:
    bot = StartingBot(small_bot.article, lambda: small_bot)
    given = {"data_dir": tmp_path} | chosen
    return TestClient(create_app(bot, Settings(**given)))  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/", "/config", "/api/v1/answers", "/support/"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_another_site_is_granted_nothing(
    client: TestClient, path: str, origin: str
) -> None:
    given = client.get(path, headers={"origin": origin, "cookie": "a=b"}).headers
    assert [name for name in given if name.startswith("access-control-")] == []


def test_a_site_that_the_operator_lists_may_ask(small_bot: Bot, tmp_path: Path) -> None:
    client = application(
        small_bot, tmp_path, origins="https://clinic.example, https://b.example:8443"
    )
    asked = {"turns": ["How are apples picked?"]}
    for origin in ("https://clinic.example", "https://b.example:8443"):
        given = client.post("/api/v1/answers", json=asked, headers={"origin": origin})
        assert given.headers[GRANT] == origin
        assert "access-control-allow-credentials" not in given.headers
    headers = {"origin": "https://clinic.example.evil.example"}
    assert (
        GRANT not in client.post("/api/v1/answers", json=asked, headers=headers).headers
    )


def test_browsers_are_told_to_stay_on_tls(small_bot: Bot, tmp_path: Path) -> None:
    client = application(small_bot, tmp_path)
    told = "strict-transport-security"
    assert told not in client.get("/about").headers
    secure = TestClient(client.app, base_url="https://testserver")
    assert secure.get("/about").headers[told] == "max-age=31536000"


def test_who_asks_too_often_is_told_so_and_others_are_not(
    small_bot: Bot, tmp_path: Path
) -> None:
    first = application(small_bot, tmp_path, questions_a_minute=3)
    other = TestClient(first.app, client=("203.0.113.7", 5000))
    here = TestClient(first.app, client=("127.0.0.1", 5000))
    asked = {"turns": ["How are apples picked?"]}
    answers = [first.post("/api/v1/answers", json=asked) for _ in range(5)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["retry-after"] == "5"
    assert answers[-1].json()["message"] == "More than 3 questions in a minute."
    assert other.post("/api/v1/answers", json=asked).status_code == 200
    for _ in range(9):
        assert here.post("/api/v1/answers", json=asked).status_code == 200
