"""Writing the reports of a run: all of them, or none."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from bot.evaluation.gate import Verdict
from bot.evaluation.record import Record
from bot.evaluation.reports.html import html
from bot.evaluation.reports.junit import junit
from bot.evaluation.reports.markdown import markdown
from corpus import Article, B12BotError


class ReportError(B12BotError):
    """A report cannot be written."""


def write_reports(
    folder: Path, record: Record, verdict: Verdict, *, article: Article
) -> None:
    """Write report.json, report.html, junit.xml and summary.md into a folder."""
    told = {**record, "verdict": asdict(verdict)}
    write_whole(
        folder,
        {
            "report.html": html(record, verdict, article=article),
            "junit.xml": junit(record, verdict),
            "summary.md": markdown(record, verdict),
            "report.json": dumped(told),
        },
    )


def dumped(record: Record) -> str:
    """A record as JSON, the same bytes each time."""
    return json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def write_whole(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files so that a run killed midway leaves no half of one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as beside:
            for name, text in texts.items():
                (Path(beside) / name).write_text(text, "utf-8")
            for name in texts:
                (Path(beside) / name).replace(folder / name)
    except OSError as error:
        raise ReportError(
            f"{folder}: cannot be written ({error.strerror}).",
            "Give a folder that can be written to.",
        ) from error
