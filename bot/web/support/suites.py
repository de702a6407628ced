"""Running the suite from the console: a bar while it runs, then the same report."""

import json
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from filelock import FileLock, Timeout

from bot.evaluation.reports.files import write_reports, write_whole
from bot.evaluation.reports.markdown import headline
from bot.evaluation.running import plan, run
from bot.evaluation.suite import Case
from bot.settings import Settings
from bot.starting import StartingBot
from bot.store.audit import AuditLog
from bot.store.clock import stamp
from bot.web.support.pages import page, see
from corpus import B12BotError

MOST_RUNS = 20  # kept, the newest
REPORTS = ("report.html", "summary.md", "junit.xml", "report.json")


def create_suites(bot: StartingBot, settings: Settings, audit: AuditLog) -> APIRouter:
    """Routes that run the operator's suite, one run at a time."""
    router = APIRouter(prefix="/support/runs")
    runs = Runs(bot, settings.suites, settings.data_dir.expanduser() / "runs")

    @router.get("")
    def every(request: Request) -> Response:
        return page(request, "runs", runs=runs.all(), folder=settings.suites)

    @router.post("")
    def start(request: Request) -> Response:
        staff = request.scope["state"]["staff"]
        name = runs.start(staff)
        if name:
            audit.note(staff, "ran the suite", name)
        return see(request, f"runs/{name}" if name else "runs")

    @router.get("/{name}")
    def one(request: Request, name: str) -> Response:
        found = runs.find(name)
        return page(
            request, "run", status=200 if found else 404, run=found, reports=REPORTS
        )

    @router.get("/{name}/{report}")
    def report(request: Request, name: str, report: str) -> Response:
        path = runs.file(name, report)
        if path is None:
            return page(request, "run", status=404, run=None, reports=())
        return FileResponse(path)

    return router


class Runs:
    """Runs of a suite, each in a folder of its own that every worker can read."""

    def __init__(self, bot: StartingBot, suite: Path | None, folder: Path) -> None:
        self._bot = bot
        self._suite = suite
        self._folder = folder

    def start(self, staff: str) -> str:
        """Begin a run in a thread of its own; its name, "" where none could begin."""
        if self._suite is None:
            return ""
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder / ".lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return ""
        name = secrets.token_hex(6)
        state = {"name": name, "staff": staff, "began": stamp(), "done": 0, "of": 0}
        state["status"] = "running"
        self._write(name, state)
        threading.Thread(
            target=self._run, args=[self._suite, state, lock], daemon=True
        ).start()
        return name

    def all(self) -> list[dict[str, Any]]:
        """What is known of every run, newest first."""
        names = (path.parent.name for path in self._folder.glob("*/state.json"))
        found = [each for name in names if (each := self.find(name))]
        return sorted(found, key=lambda each: each["began"], reverse=True)

    def find(self, name: str) -> dict[str, Any] | None:
        """What is known of a run: its status, how far it is, its verdict."""
        try:
            path = self._folder / name / "state.json"
            state: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        if state["status"] == "running" and self._is_idle():
            state |= {"status": "ended", "verdict": "Ended before it was done."}
        return state

    def file(self, name: str, report: str) -> Path | None:
        """A report of a run."""
        path = self._folder / name / report
        is_known = report in REPORTS and name.isalnum() and path.is_file()
        return path if is_known else None

    def _is_idle(self) -> bool:
        """Whether no process is running a suite: one that ended drops its lock."""
        lock = FileLock(self._folder / ".lock", thread_local=False)
        try:
            with lock.acquire(timeout=0):
                return True
        except Timeout:
            return False

    def _run(self, suite: Path, state: dict[str, Any], lock: FileLock) -> None:
        try:
            self._write(state["name"], {**state, **self._outcome(suite, state)})
            for old in self.all()[MOST_RUNS:]:
                shutil.rmtree(self._folder / old["name"], ignore_errors=True)
        finally:
            lock.release()

    def _outcome(self, suite: Path, state: dict[str, Any]) -> dict[str, str]:
        try:
            return {"status": "done", "verdict": self._reported(suite, state)}
        except B12BotError as error:
            return {"status": "failed", "verdict": f"{error.message} {error.cure}"}

    def _reported(self, suite: Path, state: dict[str, Any]) -> str:
        """Run the suite and write its reports; the headline of the verdict."""
        todo = plan([suite])
        name, of = state["name"], len(todo.cases)

        def progress(cases: Iterable[Case]) -> Iterator[Case]:
            for done, case in enumerate(cases):
                self._write(name, {**state, "done": done, "of": of})
                yield case

        record, verdict = run(self._bot, todo, progress)
        write_reports(self._folder / name, record, verdict, article=self._bot.article)
        return headline(record, verdict)

    def _write(self, name: str, state: dict[str, Any]) -> None:
        write_whole(self._folder / name, {"state.json": json.dumps(state)})
