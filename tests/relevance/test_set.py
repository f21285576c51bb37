"""The judged set is sound: every grade names an offer people could be shown, with an argument, in two even halves."""

import datetime
import json
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUERIES = json.loads((Path(__file__).parent / "queries.json").read_text(encoding="utf-8"))
REAL = [query for query in QUERIES if query["kind"] != "nonsense"]
NONSENSE = [query for query in QUERIES if query["kind"] == "nonsense"]
OFFER_LINES = [
    line
    for path in sorted((ROOT / "seed" / "offers").glob("*.ndjson"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
OFFERS = {offer["name"]: offer for offer in map(json.loads, OFFER_LINES)}
TODAY = datetime.date(2026, 11, 21)

KEYS = {"id", "who", "query", "kind", "wants", "grades", "half"}
KINDS = set(
    "feeling sentence jargon misspelling place border faith community language foreign"
    " time access cost closed paused category name crisis nonsense".split()
)
WORDS = {"q", "near"}
CHOICES = {"category": "categories", "need": "needs", "audience": "audiences", "accessibility": "accessibility"}
DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "today"}
TIMES = {"morning", "afternoon", "evening"}


def vocabulary_codes(parameter):
    """The codes one repeatable search parameter may hold."""
    if parameter in ("day", "time"):
        return DAYS if parameter == "day" else TIMES
    vocabulary = json.loads((ROOT / "seed" / "vocabulary.json").read_text(encoding="utf-8"))
    return set(vocabulary["taxonomies"][CHOICES[parameter]])


def every_grade():
    """(query, offer name, grade, argument) for each grade of the set."""
    for query in QUERIES:
        for name, given in query["grades"].items():
            yield query, name, given["grade"], given["why"]


def is_listed(offer):
    """Whether plain results may show it: not ended, and confirmed by a person within a year of TODAY."""
    confirmed = offer.get("assured_date")
    fresh = confirmed is not None and (TODAY - datetime.date.fromisoformat(confirmed)).days <= 365
    return fresh and offer["status"] in ("active", "temporarily closed")


def highest_grade(offer):
    """The most an offer can be worth to somebody who did not ask for it by name."""
    if offer["status"] == "temporarily closed":
        return 1
    terms = [attribute["taxonomy_term"] for attribute in offer["attributes"]]
    return 2 if any((term["taxonomy"], term["code"]) == ("waiting", "full") for term in terms) else 3


def test_what_was_added_later_names_offers_too():
    for file in ("more.json", "last.json"):
        for query in json.loads((Path(__file__).parent / file).read_text(encoding="utf-8")):
            assert set(query["grades"]) <= set(OFFERS), query["id"]


def test_it_is_large_enough():
    assert len(REAL) >= 150
    assert len(NONSENSE) >= 30


def test_every_query_says_all_it_must():
    for query in QUERIES:
        assert set(query) == KEYS, query["id"]
        assert query["kind"] in KINDS and query["half"] in ("tune", "kept"), query["id"]
        assert query["who"] and query["wants"].endswith("."), query["id"]
    assert {query["kind"] for query in QUERIES} == KINDS


def test_ids_and_queries_are_unique():
    assert len({query["id"] for query in QUERIES}) == len(QUERIES)
    asked = Counter(json.dumps(query["query"], sort_keys=True).casefold() for query in QUERIES)
    assert [words for words, times in asked.items() if times > 1] == []


def test_queries_use_parameters_and_codes_of_the_search():
    for query in QUERIES:
        assert query["query"]["q"].strip(), query["id"]
        for parameter, chosen in query["query"].items():
            if parameter in WORDS:
                assert isinstance(chosen, str) and len(chosen) <= 200, query["id"]
            else:
                assert chosen and set(chosen) <= vocabulary_codes(parameter), query["id"]


def test_no_key_is_written_twice():
    def once(pairs):
        keys = [key for key, _ in pairs]
        assert len(set(keys)) == len(keys), [key for key, times in Counter(keys).items() if times > 1]
        return dict(pairs)

    text = (Path(__file__).parent / "queries.json").read_text(encoding="utf-8")
    assert json.loads(text, object_pairs_hook=once) == QUERIES


def test_offer_names_are_unique_and_graded_ones_exist():
    assert len(OFFERS) == len(OFFER_LINES)
    assert {name for _, name, _, _ in every_grade()} <= set(OFFERS)


def test_every_offer_people_can_be_shown_is_wanted_somewhere():
    graded = {name for _, name, _, _ in every_grade()}
    assert {name for name, offer in OFFERS.items() if is_listed(offer)} - graded == set()


def test_grades_are_1_to_3_with_an_argument():
    for query, name, grade, why in every_grade():
        assert type(grade) is int and grade in (1, 2, 3), (query["id"], name)
        assert len(why) >= 8, (query["id"], name)


def test_no_grade_for_what_is_ended_or_unconfirmed():
    assert [(query["id"], name) for query, name, _, _ in every_grade() if not is_listed(OFFERS[name])] == []


def test_paused_offers_and_closed_lists_are_graded_low_unless_asked_for_by_name():
    for query, name, grade, _ in every_grade():
        by_name = query["query"]["q"].casefold() in f"{name} {OFFERS[name]['organization']['name']}".casefold()
        assert by_name or grade <= highest_grade(OFFERS[name]), (query["id"], name)


def test_real_queries_want_something_and_nonsense_wants_nothing():
    for query in REAL:
        assert max(given["grade"] for given in query["grades"].values()) >= 2, query["id"]
    assert [query["id"] for query in NONSENSE if query["grades"]] == []


def test_halves_are_even_in_each_kind():
    halves = Counter((query["kind"], query["half"]) for query in QUERIES)
    for kind in KINDS:
        assert abs(halves[kind, "tune"] - halves[kind, "kept"]) <= 1, kind
