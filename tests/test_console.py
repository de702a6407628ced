"""The support console: an inbox, why, test cases, the suite; for who is signed in."""

import json
import re
import time
from html import unescape
from pathlib import Path

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot import Bot
from bot.settings import Keep, Settings
from bot.starting import StartingBot
from bot.store.accounts import Accounts
from bot.store.audit import AuditLog
from bot.store.database import Database
from bot.store.keeping import Keeper, open_database
from bot.web.api import create_router
from bot.web.headers import Headers
from bot.web.reception import Reception
from bot.web.support.console import add_console
from tests.attacks import ATTACKS, active_markup

NAME, PASSWORD = "sam", "a long enough password"
HERE = {"origin": "http://testserver"}
QUESTION = "How are apples picked?"
WRONG = "Cold cellars keep apples fresh for months."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    other = tmp_path / "other.toml"
    other.write_text(f'article = "{tmp_path / "apples.md"}"\n')
    return Settings(
        data_dir=tmp_path / "kept",
        keep=Keep.ALL,
        suites=tmp_path / "suite",
        compare_with=other,
    )


@pytest.fixture
def database(settings: Settings) -> Database:
    return open_database(settings)


@pytest.fixture
def keeper(small_bot: Bot, database: Database, settings: Settings) -> Keeper:
    return Keeper(database, small_bot.article, settings)


@pytest.fixture
def app(
    small_bot: Bot, keeper: Keeper, database: Database, settings: Settings
) -> FastAPI:
    """The console and the HTTP API, without the chat page."""
    app = FastAPI()
    bot = StartingBot(small_bot.article, lambda: small_bot)
    app.include_router(create_router(bot, bot, keeper, Reception()))
    add_console(
        app, bot, keeper, database=database, settings=settings, start=lambda _: bot
    )
    app.add_middleware(Headers, mended={})
    return app


@pytest.fixture
def staff(app: FastAPI, database: Database) -> TestClient:
    """The browser of somebody who is signed in."""
    Accounts(database).add(NAME, PASSWORD)
    client = TestClient(app, headers=HERE)
    form = {"name": NAME, "password": PASSWORD}
    assert client.post("/support/sign-in", data=form).status_code == 200
    return client


def ask(client: TestClient, *turns: str) -> str:
    """Ask over HTTP, as anybody can; the answer's id."""
    answer = client.post("/api/v1/answers", json={"turns": turns})
    return str(answer.json()["id"])


def words_of(html: str) -> str:
    """What a page says, its markup left out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_without_an_account_the_console_is_off(app: FastAPI) -> None:
    reply = TestClient(app).get("/support/")
    assert reply.status_code == 403
    assert "b12bot staff add" in reply.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/support"),
        ("GET", "/support/"),
        ("GET", "/support/answers/000000000000"),
        ("POST", "/support/answers/000000000000"),
        ("GET", "/support/conversations/000000000000"),
        ("POST", "/support/conversations/000000000000/delete"),
        ("GET", "/support/export.csv"),
        ("GET", "/support/export.jsonl"),
        ("GET", "/support/ask"),
        ("POST", "/support/ask"),
        ("POST", "/support/case"),
        ("POST", "/support/case/save"),
        ("GET", "/support/runs"),
        ("POST", "/support/runs"),
        ("GET", "/support/unanswered"),
        ("GET", "/support/audit"),
        ("GET", "/support/nothing/here"),
        ("POST", "/support/gradio_api/run/predict"),
    ],
)
def test_without_a_sign_in_nothing_is_shown(
    app: FastAPI, database: Database, method: str, path: str
) -> None:
    Accounts(database).add(NAME, PASSWORD)
    client = TestClient(app, headers=HERE, follow_redirects=False)
    secret = ask(client, QUESTION)
    reply = client.request(method, path)
    assert reply.status_code in (303, 401)
    assert secret not in reply.text


def test_every_route_of_the_console_is_behind_the_gate(app: FastAPI) -> None:
    public = {"/healthz", "/readyz", "/api/v1/answers"}
    console = set(app.openapi()["paths"]) - public
    assert "/support/answers/{answer_id}" in console
    assert all(path.startswith("/support/") for path in console)


def test_the_inbox_filters_searches_and_counts(staff: TestClient) -> None:
    first = ask(staff, QUESTION)
    second = ask(staff, "Zebras quickly vanish xylophone?")
    page = words_of(staff.get("/support/").text)
    assert "2 answers" in page
    refused = staff.get("/support/?why=refused").text
    assert second in refused
    assert first not in refused
    assert first in staff.get("/support/?words=PICKED").text
    assert "0 answers like this." in words_of(staff.get("/support/?words=100%25").text)
    assert "1 not covered" in words_of(staff.get("/support/").text)


def test_what_cannot_be_picked_is_as_if_not_picked(staff: TestClient) -> None:
    ask(staff, QUESTION)
    assert "1 answer" in words_of(staff.get("/support/?why=x&state=y").text)
    assert staff.get("/support/?page=0").status_code == 422


def test_an_answer_shows_what_was_said_and_why(staff: TestClient) -> None:
    page = staff.get(f"/support/answers/{ask(staff, 'Hello', QUESTION)}").text
    said = words_of(page)
    assert "Pickers twist apples off the branch by hand." in said
    assert "Word for word what the user got." in said
    assert "1 earlier message of the user" in said
    assert 'href="/#apples:' in page
    assert "took the message for a question" in said
    assert "sure that the article answers it" in said
    assert "Sentences that fit best" in said
    assert "not medical advice" in said


def test_an_unknown_answer_is_explained(staff: TestClient) -> None:
    reply = staff.get("/support/answers", params={"answer_id": " zz/../9 "})
    assert reply.status_code == 404
    assert "Answer zz9 is not kept" in reply.text


def test_two_editors_do_not_overwrite_each_other(
    staff: TestClient, keeper: Keeper
) -> None:
    name = ask(staff, QUESTION)
    place = f"/support/answers/{name}"
    form = {"state": "seen", "note": "mine", "version": "1"}
    assert staff.post(place, data=form).status_code == 200
    late = staff.post(place, data={**form, "note": "theirs"})
    assert late.status_code == 409
    assert "was changed meanwhile" in late.text
    assert "theirs" in late.text
    row = keeper.answers.find(name)
    assert row
    assert (row.state, row.note, row.version) == ("seen", "mine", 2)


def test_a_conversation_is_exported_and_deleted(
    staff: TestClient, database: Database
) -> None:
    name, other = ask(staff, QUESTION), ask(staff, "Who eats apples?")
    lines = staff.get(f"/support/export.jsonl?conversation={name}").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [name]
    assert other in staff.get("/support/export.csv").text
    gone = staff.post(f"/support/conversations/{name}/delete")
    assert "Nothing is kept of this conversation" in gone.text
    assert name not in staff.get("/support/").text
    assert other in staff.get("/support/").text
    (first, *_) = AuditLog(database).newest()
    assert (first.name, first.what, first.subject) == (NAME, "deleted 1 answers", name)


def test_what_staff_ask_is_not_kept(staff: TestClient, keeper: Keeper) -> None:
    reply = staff.post("/support/ask", data={"message": QUESTION})
    assert "Pickers twist apples" in reply.text
    assert keeper.answers.all() == []


def test_two_settings_answer_side_by_side(staff: TestClient) -> None:
    form = {"message": QUESTION, "both": "true"}
    page = words_of(staff.post("/support/ask", data=form).text)
    assert "These settings" in page
    assert "other.toml" in page
    assert page.count("not medical advice") == 2


def test_a_sentence_is_told_why_it_was_not_quoted(
    staff: TestClient, small_bot: Bot
) -> None:
    start = small_bot.article.text.index(WRONG)
    form = {"turns": [QUESTION], "sentence": start}
    page = words_of(staff.post("/support/case", data=form).text)
    assert "of 9 sentences" in page
    assert "too far to be shown beside it" in page
    assert "Run now, it fails" in page


def test_a_bad_answer_becomes_a_case_that_fails(
    staff: TestClient, small_bot: Bot, settings: Settings
) -> None:
    asked = f"{QUESTION} I am jo@example.org"
    start = small_bot.article.text.index(WRONG)
    made = staff.post("/support/case", data={"turns": [asked], "sentence": start})
    assert "jo@example.org" not in made.text
    assert f"question: {QUESTION} I am [e-mail]" in unescape(made.text)
    form = {"turns": [f"{QUESTION} I am [e-mail]"], "id": "by-hand", "kind": "answer"}
    form |= {"quote": WRONG, "note": "cellars", "how": "save"}
    saved = staff.post("/support/case/save", data=form)
    assert "from-support.yaml" in saved.text
    assert settings.suites
    text = (settings.suites / "from-support.yaml").read_text("utf-8")
    assert text.startswith("- id: by-hand\n")
    assert "author: sam" in text
    again = staff.post("/support/case/save", data=form)
    assert again.status_code == 409
    assert "already" in again.text
    file = staff.post("/support/case/save", data={**form, "how": "download"})
    assert file.headers["content-disposition"] == 'attachment; filename="by-hand.yaml"'
    assert file.text == text


def test_the_suite_runs_with_a_bar_and_the_same_report(staff: TestClient) -> None:
    form = {"turns": [QUESTION], "id": "cellars", "kind": "answer", "quote": WRONG}
    staff.post("/support/case/save", data={**form, "how": "save"})
    page = staff.post("/support/runs")
    place = page.url.path
    while 'http-equiv="refresh"' in page.text:
        time.sleep(0.05)
        page = staff.get(place)
    assert "FAILED - 0 of 1 cases pass" in page.text
    report = staff.get(f"{place}/report.html")
    assert "FAILED - 0 of 1 cases pass" in report.text
    assert "script-src 'self' 'sha256-" in report.headers["content-security-policy"]
    assert staff.get(f"{place}/state.json").status_code == 404
    assert staff.get("/support/runs/nothing").status_code == 404
    assert NAME in staff.get("/support/runs").text


def test_unanswered_questions_come_in_groups(staff: TestClient) -> None:
    for question in ("Zebra prices?", "Zebra prices, roughly?", "Xylophones quickly!"):
        ask(staff, question)
    page = words_of(staff.get("/support/unanswered").text)
    assert "3 questions that the article does not answer, in 2 groups" in page


def test_the_audit_log_names_who_did_what(staff: TestClient) -> None:
    staff.get("/support/export.csv")
    page = words_of(staff.get("/support/audit").text)
    assert "sam exported csv" in page


def test_an_attack_is_told_from_a_page() -> None:
    found = [attack for attack in ATTACKS if active_markup(f"<p>{attack}</p>")]
    assert len(found) > len(ATTACKS) // 2
    assert (
        active_markup("<p><a href='/support'>Inbox</a><input value='alert'></p>") == []
    )


def test_markup_in_what_people_write_is_text(staff: TestClient) -> None:
    """In a question, a note, and a test case."""
    for number, attack in enumerate(ATTACKS):
        place = f"/support/answers/{ask(staff, attack)}"
        form = {"state": "seen", "note": attack, "version": "1"}
        case = {"turns": [attack], "kind": "clarify", "note": attack, "quote": attack}
        replies = [
            staff.post(place, data=form),
            staff.get("/support/", params={"words": attack}),
            staff.post("/support/ask", data={"message": attack}),
            staff.post("/support/case", data=case),
        ]
        for reply in replies:
            assert reply.status_code < 500
            assert active_markup(reply.text) == [], attack
            assert "49" not in words_of(reply.text).split()
        assert attack in unescape(replies[0].text)
        saved = staff.post("/support/case/save", data={**case, "id": f"a{number}"})
        assert saved.headers["content-type"] == "application/yaml"
        assert saved.headers["x-content-type-options"] == "nosniff"
        assert yaml.safe_load(saved.text)[0]["note"] == attack
    for page in ("/support/", "/support/unanswered", "/support/audit"):
        assert active_markup(staff.get(page).text) == []
