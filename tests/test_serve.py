"""Where the server listens, and what it says where it cannot."""

import socket

import pytest

from bot.web.serve import AddressError, listen, url_of


def test_a_free_port_is_taken_and_named() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert url_of(listener) == f"http://127.0.0.1:{port}"


def test_all_addresses_are_opened_on_this_machine() -> None:
    with listen("0.0.0.0", 0) as listener:
        assert url_of(listener).startswith("http://127.0.0.1:")


def test_a_busy_port_is_named_with_a_cure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressError, match=f"Port {port} .* in use") as error:
            listen("127.0.0.1", port)
    assert f"--port {port % 65535 + 1}" in error.value.cure


@pytest.mark.parametrize("host", ["not a host", "203.0.113.7"])
def test_an_address_that_is_not_here_is_named(host: str) -> None:
    with pytest.raises(AddressError, match="Cannot listen on"):
        listen(host, 7860)
