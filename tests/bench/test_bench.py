"""The bench runs as it is documented, compares before it times, and its ratios gate."""

import json
import subprocess
import sys

import pytest

from directory import index
from tests.bench import reference, report
from tests.commands import ROOT
from tests.relevance.scoring import Score

GOOD = {"share %": 30.0, "all p95 ms": 10.0, "PSS MB": 300.0}


def test_all_is_well_when_every_ratio_holds():
    assert report.failures({1000: GOOD, 2500: GOOD, 10000: GOOD}) == []


@pytest.mark.parametrize(
    "size, figures, said",
    [(2500, {"share %": 19.0}, "19 % of the static page, not 20 %"), (10000, {"share %": 7.0}, "7 %"),
     (10000, {"all p95 ms": 21.0}, "grows 2.1 times"), (2500, {"PSS MB": 501.0}, "501 MB")],
)  # fmt: skip
def test_a_ratio_that_does_not_hold_is_named(size, figures, said):
    sizes = {1000: GOOD, 2500: GOOD, 10000: GOOD}
    (found,) = report.failures(sizes | {size: GOOD | figures})
    assert said in found


def test_the_table_goes_between_its_marks_and_nowhere_else(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n")
    text = report.table({1000: GOOD}, {"tune, all parts": Score(1, 0.5, 0.6, 0.7, 0.8)})
    report.write(text, readme)
    report.write(text, readme)
    assert readme.read_text() == f"before\n{report.BEGIN}\n{text}\n{report.END}\nafter\n"
    assert "| offers | 1,000 |" in text and "| tune, all parts | 0.50 | 0.60 | 0.70 | 0.80 |" in text
    readme.write_text("no marks")
    with pytest.raises(AssertionError, match="no place"):
        report.write(text, readme)


def test_the_readme_has_a_place_for_it():
    text = report.README.read_text()
    assert text.count(report.BEGIN) == text.count(report.END) == 1


def test_answers_agree_with_plain_ones(sample):
    index.catch_up()
    assert reference.check() > 50


def test_an_answer_that_is_wrong_is_seen(sample, monkeypatch):
    index.catch_up()
    monkeypatch.setattr(reference, "is_listed", lambda _one: True)
    with pytest.raises(AssertionError, match="all offers"):
        reference.check()


@pytest.mark.slow
def test_it_runs(tmp_path):
    call = [sys.executable, "-m", "tests.bench", "--quick", "--json", str(tmp_path / "figures.json")]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert figures["sizes"]["1000"]["compared"] > 50 and figures["sizes"]["1000"]["results a second"] > 0
    assert set(figures["quality"]) >= {"tune, all parts", "kept, words only"}
