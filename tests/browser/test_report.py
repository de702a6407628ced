"""The report of a run is opened, filtered and read, small and large."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot import Bot
from bot.evaluation.reports.files import write_reports
from bot.evaluation.running import plan, run
from tests.attacks import ATTACKS
from tests.browser.walks import watched

pytestmark = pytest.mark.browser

SUITE = """\
- id: eaters
  question: Who eats <b>apples</b>?
  quote: Horses, children and wasps eat apples.
  tags: [eating]
- id: wrong
  question: How are apples picked?
  quote: Cold cellars keep apples fresh for months.
- id: gone
  question: What are pears?
  quote: Pears are green.
"""


@pytest.fixture(params=[1, 2000])
def report(
    request: pytest.FixtureRequest, chromium: Browser, small_bot: Bot, tmp_path: Path
) -> Iterator[Page]:
    """The report of three cases, and of many; fails where the page logs an error."""
    suite = tmp_path / "suite.yaml"
    suite.write_text(SUITE)
    record, verdict = run(small_bot, plan([suite]))
    many = [
        {**case, "id": f"{case['id']}-{number}"}
        for number in range(1, request.param)
        for case in record["cases"]
    ]
    record = {**record, "cases": [*record["cases"], *many]}
    write_reports(tmp_path, record, verdict, article=small_bot.article)
    page = chromium.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda line: errors.append(line.text) if line.type == "error" else None,
    )
    page.goto((tmp_path / "report.html").as_uri())
    yield page
    page.close()
    assert errors == []


def test_a_case_is_found_opened_and_read(report: Page) -> None:
    expect(report.locator("h1")).to_contain_text("FAILED - ")
    rows = report.locator("tr.case")
    report.get_by_label("Status").select_option("fail")
    expect(rows.first).to_contain_text("wrong")
    report.get_by_label("Status").select_option("")
    report.get_by_label("Search").fill("eaters")
    expect(rows.first).to_contain_text("Who eats <b>apples</b>?")
    report.get_by_role("button", name="eaters", exact=True).click()
    inside = report.locator(".inside").first
    expect(inside).to_contain_text("not medical advice")
    expect(inside.locator("mark").first).to_have_text("Yes, many do.")
    expect(inside.locator("mark.both")).to_have_text(
        "Horses, children and wasps eat apples."
    )


def test_the_strip_tells_what_was_never_tested(report: Page) -> None:
    strip = report.locator("#strip span")
    expect(strip).to_have_count(9)
    expect(report.locator("#strip .untested")).to_have_count(7)
    expect(report.locator("#strip .shown")).to_have_count(1)


def test_markup_in_a_suite_is_text(
    chromium: Browser, small_bot: Bot, tmp_path: Path
) -> None:
    suite = tmp_path / "suite.yaml"
    cases = []
    for number, attack in enumerate(ATTACKS):
        case = {"question": attack, "tags": [attack], "note": attack}
        cases += [
            {"id": f"asked-{number}", "kind": "not_covered", **case},
            {"id": f"stale-{number}", "quote": attack, **case},
        ]
    suite.write_text(json.dumps(cases))  # which is YAML too
    record, verdict = run(small_bot, plan([suite]))
    write_reports(tmp_path, record, verdict, article=small_bot.article)
    page = chromium.new_page()
    address = (tmp_path / "report.html").as_uri()
    ran = watched(page, address)
    page.goto(address)
    for button in page.locator("tr.case button").all():
        button.click()
    for number, attack in enumerate(ATTACKS):
        asked = page.locator("tr.case").filter(has_text=f"asked-{number}").first
        expect(asked).to_contain_text(" ".join(attack.split()))
    assert page.locator("img, iframe, object, embed, video, [onclick]").count() == 0
    page.close()
    assert ran == []
