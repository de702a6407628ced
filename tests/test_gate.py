"""Nobody gets past the gate of the console without having signed in, from here."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI, Request, WebSocket
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from bot.store import accounts as accounts_module
from bot.store.accounts import Accounts
from bot.store.audit import AuditLog
from bot.store.database import Database, database_url
from bot.web.support.gate import COOKIE, Gate
from bot.web.support.signing_in import create_sign_in_router

NAME, PASSWORD = "sam", "four words nobody expects"
HERE = {"origin": "http://testserver"}
SECRET = "what the staff may see"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(database_url("", folder=tmp_path))) as database:
        yield database


@pytest.fixture
def accounts(database: Database, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    monkeypatch.setattr(accounts_module, "HASHER", CHEAP)
    accounts = Accounts(database)
    accounts.add(NAME, PASSWORD)
    return accounts


@pytest.fixture
def app(database: Database) -> FastAPI:
    """A page outside, one inside, and a socket."""
    app = FastAPI()
    accounts = Accounts(database)
    app.include_router(create_sign_in_router(accounts, AuditLog(database)))

    @app.get("/chat")
    def chat() -> str:
        return "anybody"

    @app.api_route("/support/{place:path}", methods=["GET", "POST", "DELETE"])
    def inside(request: Request) -> str:
        return f"{SECRET}, {request.scope['state']['staff']}"

    @app.websocket("/support/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(SECRET)

    app.add_middleware(Gate, accounts=accounts)
    return app


@pytest.fixture
def anybody(app: FastAPI, accounts: Accounts) -> TestClient:
    assert accounts.exist()
    return TestClient(app, headers=HERE, follow_redirects=False)


@pytest.fixture
def staff(anybody: TestClient) -> TestClient:
    reply = sign_in(anybody)
    assert reply.status_code == 303
    return anybody


def sign_in(client: TestClient, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return client.post("/support/sign-in", data={"name": NAME, "password": password})


def test_the_rest_of_the_site_is_for_anybody(anybody: TestClient) -> None:
    assert anybody.get("/chat").json() == "anybody"
    assert anybody.get("/supporters").status_code == 404


def test_without_an_account_the_console_is_off(app: FastAPI) -> None:
    reply = TestClient(app).get("/support/")
    assert reply.status_code == 403
    assert "b12bot staff add NAME" in reply.text


@pytest.mark.parametrize("place", ["/support", "/support/", "/support/x?y=1"])
def test_a_page_leads_to_the_sign_in(anybody: TestClient, place: str) -> None:
    reply = anybody.get(place)
    assert (reply.status_code, reply.headers["location"]) == (303, "/support/sign-in")
    assert SECRET not in reply.text


@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT", "OPTIONS", "HEAD"])
@pytest.mark.parametrize(
    "place", ["/support/x", "/support/gradio_api/run/predict", "/support/sign-out"]
)
def test_anything_else_is_refused(anybody: TestClient, method: str, place: str) -> None:
    reply = anybody.request(method, place)
    assert reply.status_code == 401
    assert SECRET not in reply.text


def test_a_socket_is_closed(anybody: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as error,
        anybody.websocket_connect("/support/live"),
    ):
        pass
    assert error.value.code == 1008


def test_who_signed_in_is_let_through(staff: TestClient) -> None:
    assert staff.get("/support/x").json() == f"{SECRET}, sam"
    assert staff.post("/support/x").json() == f"{SECRET}, sam"
    with staff.websocket_connect("/support/live") as socket:
        assert socket.receive_text() == SECRET


def test_what_the_console_says_is_kept_nowhere(staff: TestClient) -> None:
    headers = staff.get("/support/x").headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert "cache-control" not in staff.get("/chat").headers


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "' OR 1=1 --"])
def test_a_made_up_token_is_none(anybody: TestClient, token: str) -> None:
    anybody.cookies.set(COOKIE, token)
    assert anybody.get("/support/x").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:8000"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {},
    ],
)
def test_another_site_changes_nothing(
    app: FastAPI, staff: TestClient, headers: dict[str, str]
) -> None:
    other = TestClient(app, headers=headers, cookies=staff.cookies)
    reply = other.post("/support/x")
    assert reply.status_code == 403
    assert SECRET not in reply.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    ],
)
def test_another_site_reads_nothing(
    app: FastAPI, staff: TestClient, headers: dict[str, str]
) -> None:
    other = TestClient(app, headers=headers, cookies=staff.cookies)
    reply = other.get("/support/x")
    assert reply.status_code == 403
    assert "access-control-allow-origin" not in reply.headers


def test_a_link_from_elsewhere_may_be_followed(app: FastAPI, staff: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    other = TestClient(app, headers=headers, cookies=staff.cookies)
    assert other.get("/support/x").status_code == 200


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_is_for_this_site_alone(
    app: FastAPI, accounts: Accounts, scheme: str
) -> None:
    assert accounts.exist()
    base = f"{scheme}://testserver"
    client = TestClient(app, base_url=base, follow_redirects=False)
    client.headers["origin"] = base
    cookie = sign_in(client).headers["set-cookie"]
    told = {part.strip().lower() for part in cookie.split(";")[1:]}
    wanted = {"httponly", "path=/support", "samesite=strict"}
    assert told == wanted | ({"secure"} if scheme == "https" else set())


def test_behind_a_prefix_the_places_have_it(app: FastAPI, accounts: Accounts) -> None:
    assert accounts.exist()
    client = TestClient(app, root_path="/help", headers=HERE, follow_redirects=False)
    assert client.get("/support/").headers["location"] == "/help/support/sign-in"
    assert 'href="/help/own/support.css"' in client.get("/support/sign-in").text
    reply = sign_in(client)
    assert reply.headers["location"] == "/help/support/"
    assert "path=/help/support" in reply.headers["set-cookie"].lower()


def test_a_wrong_password_says_no_more_than_that(anybody: TestClient) -> None:
    reply = sign_in(anybody, "wrong")
    assert reply.status_code == 401
    assert "The name or the password is wrong." in reply.text
    assert "set-cookie" not in reply.headers


def test_a_thousand_wrong_passwords_are_throttled(
    anybody: TestClient, database: Database
) -> None:
    replies = [sign_in(anybody, f"wrong {number}") for number in range(1000)]
    codes = [reply.status_code for reply in replies]
    assert set(codes) == {401, 429}
    assert codes[:5] == [401] * 5
    # Whoever goes on without waiting gets a guess in 1, 2, 4 ... seconds.
    assert codes.count(401) <= 12
    assert int(replies[-1].headers["retry-after"]) >= 1
    assert "Too many wrong passwords. Try again in" in replies[-1].text
    assert sign_in(anybody).status_code == 429
    deeds = [(deed.name, deed.what) for deed in AuditLog(database).newest()]
    assert deeds == [(NAME, "was throttled")]


def test_signing_out_ends_it(staff: TestClient, database: Database) -> None:
    token = staff.cookies[COOKIE]
    reply = staff.post("/support/sign-out")
    assert (reply.status_code, reply.headers["location"]) == (303, "/support/sign-in")
    staff.cookies.set(COOKIE, token)
    assert staff.get("/support/x").status_code == 303
    deeds = [deed.what for deed in AuditLog(database).newest()]
    assert deeds == ["signed out", "signed in"]


def test_a_store_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("in the way")
    with closing(Database(database_url("", folder=tmp_path / "kept"))) as broken:
        app = FastAPI()
        app.add_middleware(Gate, accounts=Accounts(broken))
        reply = TestClient(app).get("/support/")
    assert reply.status_code == 503
    assert "cannot be read or written" in reply.json()["message"]
