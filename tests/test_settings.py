"""Settings: what is given wins over the environment, and wrong values are named."""

from pathlib import Path

import pytest

from bot.settings import SettingsError, read_settings


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
