"""Two instances behind nginx: what one client does or one instance suffers."""

import os
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.deploy.front import NGINX, nginx
from tests.deploy.instances import free_port, instance

pytestmark = pytest.mark.model
QUESTION = "Can neurological symptoms caused by B12 deficiency be reversed?"
SAYS = "Supplementation can halt and often reverse symptoms"


@dataclass(frozen=True)
class Site:
    """nginx's address, and its two instances' ports and processes."""

    url: str
    ports: tuple[int, int]
    processes: tuple[int, int]


@pytest.fixture(scope="module")
def site(real_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if NGINX is None:
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests behind nginx: install nginx-light")
        pytest.skip("nginx is not installed; get it: apt-get install nginx-light")
    data, folder = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("nginx")
    ports = (free_port(), free_port())
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(instance(port, data=data, index=real_index))
            for port in ports
        )
        url = stack.enter_context(nginx(folder, ports))
        yield Site(url, ports, (first, second))


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    # The certificate was made by the test.
    with httpx.Client(base_url=site.url, verify=False, timeout=60) as made:
        yield made


def ask(client: httpx.Client, question: str = QUESTION) -> httpx.Response:
    return client.post("/api/v1/answers", json={"turns": [question]})


def connect(site: Site) -> ssl.SSLSocket:
    place = urlsplit(site.url)
    plain = socket.create_connection((place.hostname, place.port), timeout=60)
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(plain)


def test_the_page_and_answers_come_through(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert page.headers["server"] == "nginx"
    assert SAYS in ask(client).json()["text"]


def test_what_a_client_says_of_its_address_is_not_believed(
    client: httpx.Client,
) -> None:
    """nginx gives its own word, and an instance believes no one else's."""
    headers = {"x-forwarded-for": "10.1.2.3", "x-forwarded-proto": "http"}
    told = client.get("/about", headers=headers)
    assert "strict-transport-security" in told.headers


def test_a_slow_client_is_cut_and_others_are_served(
    client: httpx.Client, site: Site
) -> None:
    begun = b"POST /api/v1/answers HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n"
    slow = [connect(site) for _ in range(20)]
    for number, each in enumerate(slow):
        each.sendall(begun if number % 2 else begun + b"\r\n{")
    assert SAYS in ask(client).json()["text"]
    for each in slow:  # nginx ends each, with or without a word
        with each:
            while each.recv(4096):
                pass


def test_a_flood_is_cut_by_nginx(client: httpx.Client) -> None:
    with ThreadPoolExecutor(30) as pool:
        got = list(pool.map(lambda _: client.get("/own/icon.svg"), range(300)))
    codes = {each.status_code for each in got}
    assert codes == {200, 429}
    time.sleep(2)
    assert ask(client).status_code == 200


def test_a_large_body_is_refused(client: httpx.Client) -> None:
    assert client.post("/api/v1/answers", content=b"x" * 2**21).status_code == 413


def test_an_instance_drains_what_it_has_begun(client: httpx.Client, site: Site) -> None:
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(ask, client, f"{QUESTION} {n}") for n in range(12)]
        time.sleep(0.1)
        os.kill(site.processes[1], signal.SIGTERM)
        assert [each.result().status_code for each in asked] == [200] * 12
    assert SAYS in ask(client).json()["text"]
    assert is_gone(site.ports[1])


def is_gone(port: int) -> bool:
    """Whether nothing listens on a port any more, within ten seconds."""
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            return True
        time.sleep(0.1)
    return False
