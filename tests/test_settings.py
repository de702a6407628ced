"""Settings: what is given wins over the environment, and wrong values are named."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import Keep, Settings, SettingsError, origin, read_settings


def test_what_is_given_wins_over_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("B12BOT_PORT", "9000")
    monkeypatch.setenv("B12BOT_HOST", "0.0.0.0")
    settings = read_settings(port=9001, host=None)
    assert (settings.port, settings.host) == (9001, "0.0.0.0")


def test_the_environment_moves_the_index(tmp_path: Path) -> None:
    assert read_settings().index_dir == tmp_path / "index"


@pytest.mark.parametrize("port", ["none", "0", "70000"])
def test_a_wrong_value_is_named(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("B12BOT_PORT", port)
    with pytest.raises(SettingsError, match=f"port cannot be '{port}'") as error:
        read_settings()
    assert "B12BOT_PORT" in error.value.cure


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "b12bot.toml"
    monkeypatch.setenv("B12BOT_SETTINGS", str(path))
    return path


def test_the_environment_wins_over_the_file_and_the_file_over_defaults(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('port = 8001\nhost = "::1"\nkeep = "none"\n', "utf-8")
    monkeypatch.setenv("B12BOT_PORT", "8002")
    chosen = read_settings(keep=Keep.ALL)
    assert (chosen.port, chosen.host, chosen.keep) == (8002, "::1", Keep.ALL)
    assert origin("port") == "B12BOT_PORT"
    assert origin("host") == str(file)
    assert origin("keep_days") == "default"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("prot = 1", "no setting prot"),
        ("port = 0", "port cannot be 0"),
        ("port", "cannot be read as TOML"),
        (None, "cannot be read as TOML"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    file: Path, content: str | None, words: str
) -> None:
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=words):
        read_settings()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("B12BOT_PROT", "B12BOT_PORT"),
        ("B12BOT_KEEPDAYS", "B12BOT_KEEP_DAYS"),
        ("B12BOT_SETTING", "B12BOT_SETTINGS"),
    ],
)
def test_an_unknown_name_is_an_error_that_names_the_nearest(
    name: str, nearest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsError, match=f"no setting {name}") as error:
        read_settings()
    assert f"Is {nearest} meant?" in error.value.cure


def test_the_command_lists_every_setting_and_no_secret(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("port = 8001\n", "utf-8")
    monkeypatch.setenv("B12BOT_DATABASE", "postgresql://sam:secret@host/name")
    monkeypatch.setenv("COLUMNS", "300")
    done = CliRunner().invoke(app, ["settings"])
    assert done.exit_code == 0
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line}
    assert lines.keys() >= Settings.model_fields.keys()
    assert lines["port"].split()[1:3] == ["8001", str(file)]
    assert "B12BOT_DATABASE" in lines["database"]
    assert "secret" not in done.stdout
    assert all(field.description for field in Settings.model_fields.values())
