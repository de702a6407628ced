"""The README's commands are the ones that CI runs, and its examples are true."""

import re
from pathlib import Path

from typer.main import get_command

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CI = (ROOT / ".ci" / "run").read_text("utf-8")


def _blocks() -> list[str]:
    return re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)


def test_the_first_two_commands_are_single_lines_that_make_their_environment() -> None:
    run, test, *_ = _blocks()
    for command, end in ((run, "app.py --open"), (test, "pytest")):
        assert "\n" not in command
        assert command.startswith("python -m venv .venv && ")
        assert command.endswith(end)


def test_ci_takes_both_commands_from_the_readme() -> None:
    for variable, end in (("run_command", r"app\.py --open$"), ("test_command", "$")):
        assert f"{variable}=$(readme_command '" in CI
        assert end in CI
    assert 'eval "$test_command"' in CI
    assert 'eval "$run_command"' in CI


def test_every_command_and_option_named_is_there() -> None:
    commands = get_command(app)
    # typer says that this is a Command; with several commands it is a Group.
    names = commands.list_commands(None)  # type: ignore[attr-defined]
    for name in re.findall(r"`?b12bot (\w+)", README):
        assert name in names, name
    for variable in re.findall(r"B12BOT_(\w+)", README):
        assert variable.lower() in {*Settings.model_fields, "settings"}
    named = set(re.findall(r"B12BOT_(\w+)", README)) - {"SETTINGS"}
    assert len(named) == len(Settings.model_fields)


def test_links_and_pictures_are_in_the_repository() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_changelog_names_this_version() -> None:
    version = re.search(
        r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(), re.M
    )
    assert version is not None
    assert f"## {version[1]} " in (ROOT / "CHANGELOG.md").read_text("utf-8")
