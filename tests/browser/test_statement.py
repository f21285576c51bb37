"""What the accessibility statement is told of a run of the full gate."""

from xml.etree.ElementTree import Element, SubElement

from tests.browser.matrix import STATES
from tests.browser.statement import told


def report(**cases: str) -> Element:
    """A report with a case for each name, which holds what its value names."""
    root = Element("testsuites")
    for name, holds in cases.items():
        one = SubElement(root, "testcase", name=f"test_nothing_is_wrong_anywhere[chromium-{name}]")
        if holds:
            SubElement(one, holds)
    return root


def test_only_languages_that_were_looked_at_in_full_count():
    whole = {f"{state}-{tag}": "" for state in STATES for tag in ("en", "zh-Hans")}
    found = told(report(**whole, **{"home-es": "", "offer-es": "skipped"}))
    assert (found["pages"], found["languages"], found["faults"]) == (len(STATES), 2, 0)


def test_what_failed_or_broke_is_a_fault():
    whole = {f"{state}-en": "" for state in STATES} | {"home-en": "failure", "offer-en": "error"}
    found = told(report(**whole))
    assert (found["languages"], found["faults"]) == (1, 2)
    assert told(report(**whole | {"home-en": "skipped"}))["languages"] == 0


def test_other_tests_are_none_of_its_business():
    root = report()
    SubElement(root, "testcase", name="test_every_two_values_meet")
    assert told(root)["languages"] == 0
