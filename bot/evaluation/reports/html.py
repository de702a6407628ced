"""A run as one HTML file that needs no network: summary, coverage, every case."""

import json
from dataclasses import asdict
from pathlib import Path

from bot.evaluation.gate import Verdict
from bot.evaluation.record import Record
from bot.evaluation.reports.markdown import headline
from corpus import Article

PAGE = Path(__file__).with_name("report.html")


def html(record: Record, verdict: Verdict, *, article: Article) -> str:
    """The report; its data are JSON inside, which a script of its own draws."""
    data = {
        "headline": headline(record, verdict),
        "verdict": asdict(verdict),
        "record": record,
        "article": [
            [
                {
                    "start": each.start,
                    "end": each.end,
                    "text": article.shown(each.start, each.end),
                }
                for each in paragraph.sentences
            ]
            for section in article.sections
            for paragraph in section.paragraphs
            if paragraph.sentences
        ],
    }
    # "<" cannot end the script element once it is written as an escape of JSON.
    packed = json.dumps(data).replace("<", "\\u003c")
    return PAGE.read_text("utf-8").replace("__DATA__", packed)
