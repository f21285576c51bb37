"""Writes what the full page gate found into the accessibility statement: `make statement` runs both.

python -m tests.browser.statement REPORT, the JUnit report of a run of test_nothing_is_wrong_anywhere.
"""

import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

from directory import clock
from tests.browser.matrix import STATES
from tests.commands import ROOT

CHECKED = ROOT / "directory/content/checked.json"
CASE = re.compile(r"test_nothing_is_wrong_anywhere\[chromium-(.+)\]")


def told(report: ElementTree.Element) -> dict[str, str | int]:
    """What the statement says of a run: how many kinds of page, languages looked at in full, and pages with a fault."""
    cases = dict(case for one in report.iter("testcase") if (case := asked(one)))
    ends = [tag for tag in {tag for _state, tag in cases} if all((state, tag) in cases for state in STATES)]
    faults = sum(one.find("failure") is not None or one.find("error") is not None for one in cases.values())
    return {"day": clock.today().isoformat(), "pages": len(STATES), "languages": len(ends), "faults": faults}


def asked(case: ElementTree.Element) -> tuple[tuple[str, str], ElementTree.Element] | None:
    """((state, language), case) of a case that was not left out."""
    name = CASE.search(case.get("name", ""))
    if not name or case.find("skipped") is not None:
        return None
    return next(((state, name[1][len(state) + 1 :]), case) for state in STATES if name[1].startswith(f"{state}-"))


if __name__ == "__main__":
    found = told(ElementTree.parse(Path(sys.argv[1])).getroot())
    if not found["languages"]:
        sys.exit("No language was looked at in full: the statement stays as it is.")
    CHECKED.write_text(json.dumps(found, indent=2) + "\n")
    sys.stdout.write(f"{CHECKED.relative_to(ROOT)}: {found}\n")
