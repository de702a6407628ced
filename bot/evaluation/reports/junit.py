"""A run as JUnit XML, for a CI server."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bot.evaluation.gate import Verdict
from bot.evaluation.record import Record


def junit(record: Record, verdict: Verdict) -> str:
    """One test case a case; a known failure is skipped, a stale case is an error."""
    suite = Element(
        "testsuite",
        name="b12bot evaluate",
        tests=str(len(record["cases"])),
        failures=str(len(verdict.failed) - len(verdict.known)),
        errors=str(len(verdict.stale)),
        skipped=str(len(verdict.known)),
    )
    for case in record["cases"]:
        name = _legal(case["id"])
        test = SubElement(suite, "testcase", classname="b12bot", name=name)
        if case["status"] == "stale":
            gone = [q["quote"] for g in case["groups"] for q in g if not q["spans"]]
            SubElement(test, "error", message="stale").text = _legal("\n".join(gone))
        elif case["status"] == "fail":
            is_known = case["id"] in verdict.known
            tag = "skipped" if is_known else "failure"
            why = f"known failure: {case['cause']}" if is_known else case["cause"]
            failed = next(reply for reply in case["replies"] if reply["cause"])
            asked = " / ".join(failed["turns"])
            failure = SubElement(test, tag, message=why)
            failure.text = _legal(f"{asked}\n\n{failed['text']}")
    if verdict.exit and not (verdict.failed or verdict.stale):
        gate = SubElement(suite, "testcase", classname="b12bot", name="gate")
        SubElement(gate, "failure", message="; ".join(verdict.reasons))
        suite.set("tests", str(len(record["cases"]) + 1))
        suite.set("failures", str(int(suite.get("failures", "0")) + 1))
    indent(suite)
    return tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _legal(text: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or c.isprintable() or c == " ")
