"""No socket to anywhere but this machine is opened, and no name is looked up."""

import subprocess
import sys

import pytest

WATCHED = """
import sys

def watch(event, args):
    if event == "socket.connect":
        address = args[1]
        if isinstance(address, tuple) and not address[0].startswith(("127.", "::1")):
            print("CONNECTED", address, flush=True)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        if args[0] not in (None, "localhost", "127.0.0.1", "testserver"):
            print("LOOKED UP", args[0], flush=True)

sys.addaudithook(watch)
from fastapi.testclient import TestClient
from bot import Settings, open_bot
from bot.starting import StartingBot
from bot.web.application import create_app
from corpus import read_article

client = TestClient(create_app(StartingBot(read_article(), open_bot), Settings()))
assert client.get("/").status_code == 200
answer = client.post("/api/v1/answers", json={"turns": ["Who is most at risk?"]})
print("ANSWERED", answer.json()["kind"])
"""


@pytest.mark.model
def test_building_serving_and_answering_stay_on_this_machine() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["ANSWERED answer"], done.stdout


def test_the_watch_notices_a_connection() -> None:
    hook, _ = WATCHED.split("from fastapi")
    attempt = "import socket; socket.create_connection(('192.0.2.1', 9), 0.01)"
    done = subprocess.run(
        [sys.executable, "-c", f"{hook}\n{attempt}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "CONNECTED ('192.0.2.1', 9)" in done.stdout
