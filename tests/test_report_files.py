"""A run that is killed while it writes leaves whole reports, old or new."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.evaluation.reports.files import ReportError, write_whole

NAMES = ("report.html", "junit.xml", "summary.md", "report.json")
OLD, NEW = "old " * 200_000, "new " * 200_000
KILLED = f"""
import os, signal, sys
from pathlib import Path
from bot.evaluation.reports.files import write_whole

folder, method, fatal = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
calls, whole = [], getattr(Path, method)

def until_killed(*given):
    calls.append(given)
    if len(calls) == fatal:
        if method == "write_text":  # half of it is on the disk
            whole(given[0], given[1][:1000], given[2])
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*given)

setattr(Path, method, until_killed)
write_whole(folder, dict.fromkeys({NAMES!r}, {NEW[:4]!r} * 200_000))
"""


@pytest.mark.parametrize("fatal", [1, 2, 3, 4])
@pytest.mark.parametrize("method", ["write_text", "replace"])
def test_a_killed_run_leaves_no_half_report(
    tmp_path: Path, method: str, fatal: int
) -> None:
    write_whole(tmp_path, dict.fromkeys(NAMES, OLD))
    command = [sys.executable, "-c", KILLED, str(tmp_path), method, str(fatal)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    texts = [(tmp_path / name).read_text("utf-8") for name in NAMES]
    assert set(texts) <= {OLD, NEW}
    moved = fatal - 1 if method == "replace" else 0
    assert texts.count(NEW) == moved


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ReportError, match="cannot be written"):
        write_whole(tmp_path / "file", {"a": "b"})
