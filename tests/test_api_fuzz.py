"""The HTTP API against its own description, and against bytes that are no JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# Imported here, since Python 3.11 fails on so large a file deep within a test.
from schemathesis.specs.openapi import schemas as schemas
from schemathesis.specs.openapi.checks import (
    response_schema_conformance,
    status_code_conformance,
)

from bot import Bot
from bot.settings import Settings
from bot.starting import StartingBot
from bot.web.application import create_app

USUAL = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def app(small_bot: Bot, tmp_path: Path) -> FastAPI:
    bot = StartingBot(small_bot.article, lambda: small_bot)
    return create_app(bot, Settings(data_dir=tmp_path, questions_a_minute=0))


@pytest.fixture
def description(app: FastAPI) -> Any:
    told = app.openapi()
    ours = {p: v for p, v in told["paths"].items() if not p.startswith("/support")}
    return schemathesis.openapi.from_dict(told | {"paths": ours})


@pytest.mark.parametrize(
    ("path", "method"),
    [("/api/v1/answers", "POST"), ("/healthz", "GET"), ("/readyz", "GET")],
)
@USUAL
@given(data=st.data())
def test_what_the_description_allows_is_answered_as_described(
    description: Any, app: FastAPI, path: str, method: str, data: st.DataObject
) -> None:
    case = data.draw(description[path][method].as_strategy())
    checks = [status_code_conformance, response_schema_conformance]
    case.call_and_validate(app=app, checks=checks)


@USUAL
@given(body=st.binary(max_size=300))
def test_bytes_that_are_no_json_are_refused(app: FastAPI, body: bytes) -> None:
    try:
        is_json = isinstance(json.loads(body), dict)
    except ValueError:
        is_json = False
    headers = {"content-type": "application/json"}
    reply = TestClient(app).post("/api/v1/answers", content=body, headers=headers)
    assert reply.status_code in ((200, 422) if is_json else (400, 422))
    assert reply.json()["cure"]
