"""Serving the application: a port that is free, a line that says where, a clean end."""

import errno
import socket
from collections.abc import Callable
from contextlib import suppress

from bot.settings import Settings
from bot.starting import StartingBot
from corpus import B12BotError

DRAIN = 10  # seconds that requests under way may take once the server is to end


class AddressError(B12BotError):
    """The server cannot listen where it was told to."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address; AddressError says why it cannot."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # With its protocol named, asyncio sends small packets at once (TCP_NODELAY);
        # else every answer waits 40 ms for the client to acknowledge its headers.
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _no_address(host, error) from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise AddressError(
                f"Port {port} on {host} is in use by another program.",
                f"End that program, or choose another port: --port {port % 65535 + 1}",
            ) from error
        raise _no_address(host, error) from error
    return listener


def serve_until_interrupted(
    app: Callable[..., object],
    listener: socket.socket,
    *,
    bot: StartingBot,
    settings: Settings,
) -> None:
    """Serve until Ctrl-C or SIGTERM; requests under way are finished first.

    Ends too where the bot does not come up, and raises what it failed with.
    """
    import uvicorn

    config = uvicorn.Config(
        app,
        log_config=None if settings.json_log else uvicorn.config.LOGGING_CONFIG,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=DRAIN,
        forwarded_allow_ips=settings.trusted_proxies,
        server_header=False,
    )
    server = uvicorn.Server(config)

    def stop() -> None:
        server.should_exit = True

    bot.when_failed(stop)
    bot.warm_up()
    with suppress(KeyboardInterrupt):  # which uvicorn raises once more when it is done
        server.run(sockets=[listener])
    bot.raise_failure()


def url_of(listener: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - a name, not a bind
    return f"http://{f'[{host}]' if ':' in host and '[' not in host else host}:{port}"


def _no_address(host: str, error: OSError) -> AddressError:
    return AddressError(
        f"Cannot listen on {host} ({error.strerror}).",
        "Choose an address of this machine: --host 127.0.0.1, or 0.0.0.0 for all.",
    )
