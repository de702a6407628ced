"""What an operator sees of the running server: its log, numbers for Prometheus."""

import logging
import sys

from bot.settings import Settings
from bot.web.serve import AddressError


def watch(settings: Settings) -> None:
    """Start the log and the page of numbers that the settings call for."""
    if settings.json_log:
        _log_as_json()
    if settings.metrics_port:
        _show_metrics(settings.metrics_port)


def _show_metrics(port: int) -> None:
    """Serve the numbers at /metrics, to this machine alone."""
    from prometheus_client import start_http_server

    try:
        start_http_server(port, addr="127.0.0.1")
    except OSError as error:
        raise AddressError(
            f"Port {port} for the metrics is in use by another program.",
            f"Choose another one: B12BOT_METRICS_PORT={port % 65535 + 1}",
        ) from error


def _log_as_json() -> None:
    """Write a line of JSON for each answer, and for whatever else is logged."""
    from pythonjsonlogger.json import JsonFormatter

    handler = logging.StreamHandler(sys.stderr)
    names = {"levelname": "level", "asctime": "time"}
    form = "%(asctime)s %(levelname)s %(name)s %(message)s"
    handler.setFormatter(
        JsonFormatter(form, rename_fields=names, datefmt="%Y-%m-%dT%H:%M:%S%z")
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("b12bot").setLevel(logging.INFO)
