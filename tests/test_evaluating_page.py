"""The page for evaluators is followed step by step, its CI file included."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PAGE = Path(__file__).parents[1] / "docs" / "evaluating.md"
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.mark.model
def test_the_steps_of_the_page_lead_to_a_gate(
    tmp_path: Path, real_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("B12BOT_INDEX_DIR", str(real_index))
    suite, workflow = blocks("yaml")
    tmp_path.joinpath("answers").mkdir()
    tmp_path.joinpath("answers/first.yaml").write_text(suite, "utf-8")
    steps = yaml.safe_load(workflow)["jobs"]["answers"]["steps"]
    runs = [step["run"] for step in steps if "run" in step]
    assert runs.pop(0) == "pip install ."
    for name in ("a", "b"):
        tmp_path.joinpath(f"{name}.toml").write_text(f'data_dir = "{name}"\n')
    for line in [*blocks("sh"), *runs]:
        command = line.replace("b12bot", f"{sys.executable} -m bot")
        done = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "passed - 2 of 2 cases pass" in done.stdout
    assert tmp_path.joinpath("answers/baseline.json").exists()


def test_the_lines_for_pytest_are_python() -> None:
    (lines,) = blocks("python")
    compile(lines, str(PAGE), "exec")
