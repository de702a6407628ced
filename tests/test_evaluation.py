"""Cases are judged, causes named, and the gate cannot pass without measuring."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot import Bot, Kind
from bot.answer import Answer, Answerer
from bot.cli import comparing, evaluating, main
from bot.danger import DangerWatch
from bot.evaluation.comparing import compare
from bot.evaluation.gate import Exit, sign_test
from bot.evaluation.judging import Cause, Judge, Status
from bot.evaluation.quotes import Locator, State
from bot.evaluation.record import compact
from bot.evaluation.running import assert_holds, plan, run
from bot.evaluation.suite import Case
from bot.triage import Triage
from corpus import Article, read_article
from index import Index, IndexStore, Model, Search
from tests.conftest import RULES, SMALL_ARTICLE, WordSenses, word_encoder

SUITE = """\
- id: eaters
  question: Who eats apples?
  quote: Horses, children and wasps eat apples.
  tags: [eating]
- id: picking
  questions: ["How are apples picked?", "Are apples picked by hand?"]
  quote: Pickers twist apples off the branch by hand.
- id: pears
  question: Zebras quickly vanish xylophone?
  kind: not_covered
- id: hello
  question: Hello
  kind: smalltalk
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    path = tmp_path / "suite.yaml"
    path.write_text(SUITE)
    return path


def case(**given: object) -> Case:
    return Case.model_validate(given)


def bot_of(article: Article, folder: Path, change: Callable[[Search], Search]) -> Bot:
    """The small bot, with what its search finds changed."""
    model = Model("words", folder, sha256="0" * 64)
    store = IndexStore(
        folder / "index",
        (article,),
        model,
        load_builder=word_encoder,
        load_encoder=word_encoder,
    )
    triage = Triage(DangerWatch(WordSenses(), RULES))
    bot = Bot(article, store.open(), model="words", triage=triage)
    search = bot._index.search

    class Changed(Index):
        def search(self, *given: object, **more: object) -> Search:
            return change(search(*given, **more))  # type: ignore[arg-type]

    changed = object.__new__(Changed)
    changed.__dict__.update(bot._index.__dict__)
    bot._index = changed
    return bot


def test_quotes_are_found_again(small_article: Article) -> None:
    locate = Locator(small_article)
    words = "Ripe apples taste sweet."
    start = small_article.text.index(words)
    span = (start, start + len(words))
    assert locate(words, {}).state is State.FOUND
    assert locate(words, {words: [span]}).spans == (span,)
    assert locate(words, {words: [(0, 24)]}).state is State.MOVED
    edited = locate("Ripe apples taste very sweet.", {})
    assert (edited.state, edited.likest) == (State.EDITED, words)
    assert locate("Pears are green.", {}).state is State.GONE


def test_a_quote_is_what_people_see(small_article: Article) -> None:
    (span,) = Locator(small_article)("see our apple shop for more.", {}).spans
    text = small_article.text[slice(*span)]
    assert text == "see [our apple shop](https://shop.example/a?b=1.2) for more."


def test_headings_and_questions_are_no_quotes(small_article: Article) -> None:
    locate = Locator(small_article)
    for words in ("Storing apples", "Who eats apples?", "apples, fruit, cellar"):
        assert locate(words, {}).state.is_stale


def test_cases_pass_fail_or_are_stale(small_bot: Bot) -> None:
    ask = Judge(small_bot, {})
    right = ask(case(question="How are apples picked?", quote="Pickers twist apples"))
    assert right.status is Status.PASS
    assert right.replies[0].is_first_right
    wrong = ask(case(question="How are apples picked?", quote="Cold cellars"))
    assert wrong.status is Status.FAIL
    stale = ask(case(question="How are apples picked?", quote="Pears are green."))
    assert (stale.status, stale.replies) == (Status.STALE, ())


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        ({"question": "Hello", "quote": "Horses"}, Cause.TRIAGE),
        ({"question": "Who eats apples?", "kind": "urgent"}, Cause.TRIAGE),
        ({"question": "Who eats apples?", "kind": "not_covered"}, Cause.THRESHOLD),
        (
            {
                "question": "Who eats apples?",
                "quote": "Horses",
                "must_not_contain": ["wasps"],
            },
            Cause.WORDING,
        ),
    ],
)
def test_the_cause_of_a_failure_is_named(
    small_bot: Bot, given: dict[str, object], cause: Cause
) -> None:
    assert Judge(small_bot, {})(case(**given)).cause is cause


class Broken:
    """A bot whose answers are changed before they are given."""

    def __init__(self, bot: Answerer, change: Callable[[Answer], Answer]) -> None:
        self.article = bot.article
        self._bot = bot
        self._change = change

    def ask(self, message: str, turns: Sequence[str] = ()) -> Answer:
        return self._change(self._bot.ask(message, turns))


def blessed(bot: Answerer, suite: Path) -> None:
    """Make what the bot does now the baseline."""
    record, verdict = run(bot, plan([suite], uses_baseline=False))
    assert verdict.exit is Exit.PASSED, verdict
    text = json.dumps(compact(record, "first", day="2026-11-23"))
    suite.with_name("baseline.json").write_text(text)


def refusing(search: Search) -> Search:
    return replace(search, threshold=2.0)


def losing(search: Search) -> Search:
    hits = tuple(h for h in search.hits if "Horses" not in h.passage.text)
    return replace(search, hits=hits)


@pytest.mark.parametrize(
    ("change", "cause"), [(refusing, "threshold"), (losing, "finding")]
)
def test_a_planted_fault_in_finding_gates(
    small_bot: Bot,
    tmp_path: Path,
    suite: Path,
    change: Callable[[Search], Search],
    cause: str,
) -> None:
    blessed(small_bot, suite)
    worse = bot_of(small_bot.article, tmp_path, change)
    record, verdict = run(worse, plan([suite]))
    assert verdict.exit is Exit.FAILED
    assert "eaters" in verdict.regressed
    causes = {each["id"]: each["cause"] for each in record["cases"]}
    assert causes["eaters"] == cause


def test_a_broken_template_gates(small_bot: Bot, suite: Path) -> None:
    blessed(small_bot, suite)

    def cut(answer: Answer) -> Answer:
        return replace(answer, text=answer.text.replace(answer.disclaimer, ""))

    record, verdict = run(Broken(small_bot, cut), plan([suite]))
    assert verdict.exit is Exit.FAILED
    assert {each["cause"] for each in record["cases"]} == {"integrity"}


def test_an_edited_sentence_makes_its_case_stale(
    small_bot: Bot, tmp_path: Path, suite: Path
) -> None:
    blessed(small_bot, suite)
    path = tmp_path / "edited.md"
    path.write_text(SMALL_ARTICLE.replace("Horses, children", "Horses, geese"))
    edited = bot_of(read_article(path), tmp_path / "e", lambda search: search)
    record, verdict = run(edited, plan([suite]))
    assert (verdict.exit, verdict.stale) == (Exit.NOT_MEASURABLE, ("eaters",))
    (quote,) = record["cases"][0]["groups"][0]
    assert quote["likest"] == "Horses, geese and wasps eat apples."


def test_a_known_failure_does_not_gate_and_is_counted(
    small_bot: Bot, suite: Path
) -> None:
    blessed(small_bot, suite)
    place = suite.with_name("baseline.json")
    baseline = json.loads(place.read_text())
    baseline["cases"]["eaters"]["status"] = "fail"
    baseline["cases"]["gone"] = baseline["cases"]["hello"]
    del baseline["cases"]["hello"]
    place.write_text(json.dumps(baseline))
    _, verdict = run(small_bot, plan([suite]))
    assert verdict.exit is Exit.PASSED
    assert verdict.fixed == ("eaters",)
    assert (verdict.new, verdict.removed) == (("hello",), ("gone",))


def test_a_suite_runs_inside_a_test(small_bot: Bot, suite: Path) -> None:
    assert_holds(small_bot, suite)
    suite.write_text("- question: Who eats apples?\n  quote: Cold cellars\n")
    with pytest.raises(AssertionError, match="FAILED - 0 of 1 cases pass"):
        assert_holds(small_bot, suite)


def test_a_fall_is_told_from_chance() -> None:
    assert sign_test([1] * 6, [0] * 6) == pytest.approx(2 / 64)
    assert sign_test([1, 0, 1], [0, 1, 1]) == 1.0


def test_a_run_twice_is_the_same_but_for_its_times(small_bot: Bot, suite: Path) -> None:
    first, second = (run(small_bot, plan([suite]))[0] for _ in range(2))
    for record in (first, second):
        assert record.pop("times").keys() == {"eaters", "picking", "pears", "hello"}
    assert json.dumps(first) == json.dumps(second)


def test_measures_count_refusals_and_paraphrases(small_bot: Bot, suite: Path) -> None:
    measures = run(small_bot, plan([suite]))[0]["measures"]
    assert measures["passed"]["value"] == 1.0
    assert measures["refusal recall"] == {
        "value": 1.0,
        "low": 1.0,
        "high": 1.0,
        "of": 1,
    }
    assert measures["consistent over paraphrases"]["of"] == 1
    assert measures["MRR"]["of"] == 2


@pytest.fixture
def command(
    small_bot: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., int]:
    """Run `b12bot evaluate` with the small bot; gives the exit code."""
    monkeypatch.setattr(evaluating, "opened_bot", lambda _: small_bot)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> int:
        with pytest.raises(SystemExit) as ended:
            main(["evaluate", *map(str, arguments)])
        return int(ended.value.code or 0)

    return call


def test_exit_codes(command: Callable[..., int], suite: Path, tmp_path: Path) -> None:
    assert command(suite) == 0
    assert command(suite, "--baseline", tmp_path / "none.json") == 3
    assert command(suite, "--filter", "no such case") == 3
    assert command(tmp_path / "none.yaml") == 2
    assert command() == 2
    bad = tmp_path / "bad.yaml"
    bad.write_text("- question: x\n")
    assert command(bad) == 2
    failing = tmp_path / "failing.yaml"
    failing.write_text("- question: Who eats apples?\n  quote: Cold cellars\n")
    assert command(failing) == 1
    assert command(failing, "--failed") == 1
    stale = tmp_path / "stale.yaml"
    stale.write_text("- question: Who?\n  quote: Pears are green.\n")
    assert command(stale) == 3
    assert command(failing, stale) == 1
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": 0}')
    assert command(suite, "--baseline", broken) == 3


def test_a_suite_is_blessed_with_a_reason(
    command: Callable[..., int], suite: Path
) -> None:
    assert command(suite, "--bless", " ") == 2
    assert command(suite, "--bless", "x", "--filter", "eaters") == 2
    assert command(suite, "--bless", "The first one.") == 0
    baseline = json.loads(suite.with_name("baseline.json").read_text())
    assert baseline["reason"] == "The first one."
    assert baseline["cases"]["eaters"]["status"] == "pass"
    assert command(suite) == 0


def test_every_report_tells_the_verdict(
    command: Callable[..., int], tmp_path: Path
) -> None:
    failing = tmp_path / "failing.yaml"
    failing.write_text(
        "- id: wrong\n  question: Who eats <apples>?\n  quote: Cold cellars\n"
        "- id: right\n  question: Who eats apples?\n  quote: Horses\n"
    )
    assert command(failing) == 1
    folder = tmp_path / "b12bot-report"
    report = json.loads((folder / "report.json").read_text())
    assert report["verdict"]["failed"] == ["wrong"]
    xml = ElementTree.parse(folder / "junit.xml").getroot()
    assert (xml.get("tests"), xml.get("failures")) == ("2", "1")
    assert "FAILED - 1 of 2 cases pass" in (folder / "summary.md").read_text()
    page = (folder / "report.html").read_text()
    assert "FAILED - 1 of 2 cases pass" in page
    assert "<apples>" not in page
    assert Kind.ANSWER in page


def test_two_settings_are_held_side_by_side(
    small_bot: Bot, suite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worse = bot_of(small_bot.article, tmp_path, refusing)
    bots = iter([small_bot, worse])
    monkeypatch.setattr(comparing, "opened_bot", lambda _: next(bots))
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text("port = 7000\n")
    files = (tmp_path / "a.toml", tmp_path / "b.toml")
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(suite), "--compare", *map(str, files), "--report", "r"])
    assert not ended.value.code
    comparison = compare(*(run(bot, plan([suite]))[0] for bot in (small_bot, worse)))
    assert comparison.outcomes == {
        "eaters": "loss",
        "picking": "loss",
        "pears": "tie",
        "hello": "tie",
    }
    assert comparison.measures["passed"] == (1.0, 0.5, 0.5)
    assert not comparison.is_no_chance
    page = Path("r/compare.html").read_text()
    assert '"eaters": "loss"' in page


def test_settings_that_cannot_be_read_are_named(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("model = [")
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(suite), "--compare", str(bad), str(bad)])
    assert ended.value.code == 1
    assert "bad.toml: cannot be read as TOML" in capsys.readouterr().err
