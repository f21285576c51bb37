"""The words, places and lines in `seed/` are whole and in order: whoever edits them by hand is told of a slip.

`typed` and `phrase` are written as the search reads them: lower case, no apostrophes, no hyphens.
"""

import csv
import datetime
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from babel import Locale

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seed"
SHARED_VOCABULARY = ROOT.parent / "shared" / "vocabulary.json"

VOCABULARY_KEYS = ("taxonomies", "areas_of_life_to_categories", "boroughs")
LEVELS = ("same", "narrower", "related")
MOST_TARGETS = 6
# Targets that nearly every offer carries: a synonym that means one of them would match everything.
SENTENCES = "What people say"  # the note on rows whose phrases only meaning compares with a search
TOO_WIDE = {"audiences:everyone", "audiences:adults", "formats:in-person"}
TOO_COMMON = {
    "help",
    "support",
    "group",
    "groups",
    "people",
    "person",
    "community",
    "centre",
    "service",
    "services",
    "health",
    "mental health",
    "class",
    "session",
    "free support",
    "london",
    "and",
    "the",
    "for",
    "with",
    "my",
    "me",
    "in",
    "i",
    "to",
    "is",
    "no",
    "not",
    "on",
    "near",
    "home",
    "life",
    "place",
    "day",
    "week",
}
# What the search's own `day` and `time` take, and the one word that asks the reader a question.
OTHER_CODES = {
    "day": {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "today"},
    "time": {"morning", "afternoon", "evening"},
    "ask": {"postcode"},
}
LANGUAGES_BABEL_LACKS = {"bfi"}

KINDS = {"suicide", "self-harm", "overdose", "voices", "abuse", "emergency"}
CRISIS_LANGUAGES = {"en", "es", "pt", "pl", "fr", "ar", "tr", "ro", "so", "ur", "ta", "vi", "zh"}
UNSPACED = {"zh"}
# English phrases of one word: each means the one thing wherever it stands. The last line does not always, and
# is listed because a card too many costs a glance and a card too few can cost a life.
SINGLE_WORDS = {
    "suicide",
    "suicidal",
    "sucide",
    "sucidal",
    "suicde",
    "suicdal",
    "suicied",
    "suicidle",
    "suicidel",
    "suiside",
    "suisidal",
    "suacide",
    "suecide",
    "suicidial",
    "killmyself",
    "kms",
    "unalive",
    "unaliving",
    "selfharm",
    "selfharming",
    "overdose",
    "overdosed",
    "overdosing",
    "overdoze",
    "dv",
    "rape",
    "raped",
    "crisis",
    "crysis",
    "emergency",
    "emergancy",
    "urgent",
    "urgant",
    "breakdown",
}
# The same in other languages: the words for suicide and self-harm themselves, and "he hits me".
SINGLE_WORDS_ABROAD = {
    "suicidio",
    "suicidarme",
    "suicidarse",
    "autolesión",
    "autolesion",
    "autolesionarme",
    "suicida",
    "sobredosis",
    "suicídio",
    "automutilação",
    "automutilacao",
    "sobredosagem",
    "samobójstwo",
    "samobojstwo",
    "samobójstwa",
    "samookaleczenie",
    "samookaleczanie",
    "samobójstwie",
    "przedawkowanie",
    "ratunku",
    "automutilation",
    "suicidaire",
    "suicidaires",
    "viol",
    "sinucidere",
    "sinucid",
    "automutilare",
    "autovătămare",
    "autovatamare",
    "supradoză",
    "தற்கொலை",
    "சாகணும்",
    "செத்துப்போகணும்",
    "tharkolai",
    "thatkolai",
    "saganum",
    "intihar",
    "intihara",
    "intiharı",
    "tecavüz",
    "imdat",
    "انتحار",
    "الانتحار",
    "أنتحر",
    "يضربني",
    "اغتصاب",
    "اغتصب",
    "خودکشی",
    "khudkushi",
    "khudkashi",
    "ایمبولینس",
    "ismiidaamin",
    "ismiidaamiyo",
    "isdil",
    "isdilid",
    "isdilo",
    "isdilayaa",
    "isdeldelo",
    "kufsi",
    "ambalaas",
}
# Typed by people in trouble: each must raise the card.
CRIES = [
    "sucide",
    "i want to die",
    "i dont want to be here anymore",
    "feeling suicidal tonight",
    "want to end it all",
    "i am cutting myself again",
    "self harm support",
    "i took too many pills",
    "overdose",
    "hearing voices group",
    "my husband hits me",
    "he hit me",
    "kms",
    "no reason to live",
    "domestic violence refuge",
    "help me please",
    "quiero morir",
    "chcę się zabić",
    "intihar",
    "我想自杀",
    "தற்கொலை எண்ணம்",
    "اريد ان اموت",
]
# Typed by people who are not: none may raise it.
INNOCENT = [
    "hair cutting",
    "dressmaking pattern cutting",
    "die casting",
    "dying wool and spinning",
    "dice and card games",
    "community voices choir",
    "young voices",
    "killing time",
    "death cafe",
    "bereavement someone died",
    "overdraft",
    "harm reduction",
    "substance abuse",
    "hit the gym",
    "boxing",
    "debt",
    "lonely",
    "anger management",
    "end of life",
    "life drawing",
    "new life church",
    "living alone",
    "relationship problems",
    "controlling my diabetes",
    "swimming",
]
# South, north, west and east edges of each borough, degrees (ONS boundaries, May 2023).
BOXES = {
    "lewisham": (51.4136, 51.4930, -0.0739, 0.0362),
    "lambeth": (51.412, 51.510, -0.151, -0.078),
    "southwark": (51.421, 51.510, -0.109, -0.032),
    "croydon": (51.287, 51.423, -0.157, 0.002),
}
FIRST_FIVE = ["catford", "hither-green", "lee", "blackheath", "lewisham-town"]
LINE_KEYS = {
    "code",
    "name",
    "action",
    "number",
    "tel",
    "sms",
    "hours",
    "cost",
    "for",
    "group",
    "source",
    "checked_on",
    "checked_by",
}
LINE_GROUPS = {"emergency", "urgent", "talk", "abuse", "deaf", "young"}
# As the NHS service manual spaces them: 999, 116 123, 0800 1111, 0808 2000 247, 020 7946 0000, 18001 111.
SPACED_NUMBER = re.compile(
    r"\d{3}|\d{5}|18001 \d{3}|116 \d{3}|0800 \d{4}|0\d{3} \d{3} \d{4}|0\d{3} \d{4} \d{3}"
    r"|020 \d{4} \d{4}|07\d{3} \d{6}"
)


def read_json(name):
    """The parsed file `seed/<name>`."""
    return json.loads((SEED / name).read_text(encoding="utf-8"))


def read_csv(name, header):
    """The rows of `seed/<name>` as dicts; fails when the header is another or a row is too long or too short."""
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == header
    wrong = [number for number, line in enumerate(lines, 1) if len(line) != len(header)]
    assert not wrong, f"{name}: lines {wrong} do not have {len(header)} cells"
    return [dict(zip(header, line, strict=True)) for line in lines[1:]]


def parts(cell):
    """The phrases of one cell, which stand apart by semicolons."""
    return [part.strip() for part in cell.split(";")]


def folded(text):
    """`text` without Latin accents, as somebody types it on an English keyboard; other scripts keep their marks."""
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not "\u0300" <= mark <= "\u036f")
    return bare.translate(str.maketrans("ıłđ", "ild"))


def repeated(things):
    """Whatever stands more than once among `things`."""
    return sorted(thing for thing, times in Counter(things).items() if times > 1)


def raises_card(query, phrases):
    """Whether a crisis phrase stands in `query`: as whole words, or as signs where words are not spaced."""
    return any(
        f" {phrase} " in f" {query} " or (language in UNSPACED and phrase in query) for phrase, language in phrases
    )


@pytest.fixture(scope="module")
def vocabulary():
    return read_json("vocabulary.json")


@pytest.fixture(scope="module")
def synonyms():
    return [
        row | {"means": "; ".join(filter(None, (row[level] for level in LEVELS)))}
        for row in read_csv("synonyms.csv", ["typed", *LEVELS, "note"])
    ]


@pytest.fixture(scope="module")
def crisis():
    return read_csv("crisis_phrases.csv", ["phrase", "kind", "language"])


@pytest.fixture(scope="module")
def places():
    return read_json("places.json")


@pytest.fixture(scope="module")
def lines():
    return read_json("crisis_lines.json")["lines"]


@pytest.mark.skipif(not SHARED_VOCABULARY.exists(), reason="the agreed vocabulary is not beside this project")
def test_vocabulary_is_the_agreed_one(vocabulary):
    agreed = json.loads(SHARED_VOCABULARY.read_text(encoding="utf-8"))
    for key in VOCABULARY_KEYS:
        assert vocabulary[key] == agreed[key]


def test_every_area_of_life_leads_to_categories_that_exist(vocabulary):
    areas = vocabulary["areas_of_life_to_categories"]
    assert set(areas) == set(vocabulary["taxonomies"]["areas-of-life"])
    assert {code for codes in areas.values() for code in codes} <= set(vocabulary["taxonomies"]["categories"])


def test_every_target_is_a_code_or_a_plain_word(vocabulary, synonyms):
    known = {name: set(terms) for name, terms in vocabulary["taxonomies"].items()} | OTHER_CODES
    known["language"] = set(Locale("en").languages) | LANGUAGES_BABEL_LACKS
    for target in [target for row in synonyms for target in parts(row["means"])]:
        taxonomy, colon, code = target.partition(":")
        if colon:
            assert code in known.get(taxonomy, ()), f"no such term: {target}"
        else:
            assert re.fullmatch(r"[a-z]+( [a-z]+)*", target), f"not a plain word: {target!r}"


def test_no_typed_phrase_stands_in_two_rows(synonyms):
    rows = [{folded(phrase) for phrase in parts(row["typed"])} for row in synonyms]
    assert not repeated(phrase for row in rows for phrase in row)
    assert not repeated(phrase for row in synonyms for phrase in parts(row["typed"]))


def test_phrases_are_written_as_search_reads_them(synonyms, crisis):
    typed = [(phrase, row["note"] == SENTENCES) for row in synonyms for phrase in parts(row["typed"])]
    for phrase, sentence in typed + [(row["phrase"], False) for row in crisis]:
        assert phrase == " ".join(phrase.lower().split()) == unicodedata.normalize("NFC", phrase), phrase
        assert phrase and not set(phrase) & set("'’-–,.;:!?/\"()"), f"punctuation in {phrase!r}"
        letters, words = (90, 14) if sentence else (40, 7)
        assert len(phrase) <= letters and len(phrase.split()) <= words, f"too long to be typed: {phrase!r}"


def test_no_synonym_is_so_wide_that_it_matches_everything(synonyms):
    for row in synonyms:
        means = parts(row["means"])
        assert 1 <= len(means) <= MOST_TARGETS and not repeated(means), row["typed"][:60]
        assert not TOO_WIDE & set(means), row["typed"][:60]
        assert not TOO_COMMON & set(parts(row["typed"])), TOO_COMMON & set(parts(row["typed"]))


def test_every_category_need_and_audience_has_words_that_lead_to_it(vocabulary, synonyms):
    reached = {target for row in synonyms for target in parts(row["means"])} | TOO_WIDE
    for taxonomy in ("categories", "needs", "audiences", "faiths", "led-by", "cost", "accessibility"):
        unreached = {code for code in vocabulary["taxonomies"][taxonomy] if f"{taxonomy}:{code}" not in reached}
        assert not unreached, f"{taxonomy}: nothing leads to {unreached}"


def test_a_row_that_promises_urgent_help_holds_crisis_phrases(synonyms, crisis):
    phrases = [(row["phrase"], row["language"]) for row in crisis]
    promising = [row for row in synonyms if "Urgent help is shown too" in row["note"]]
    assert len(promising) >= 5
    silent = [phrase for row in promising for phrase in parts(row["typed"]) if not raises_card(phrase, phrases)]
    assert not silent


def test_crisis_phrases_are_known_kinds_and_stand_once(crisis):
    assert {row["kind"] for row in crisis} == KINDS
    assert {row["language"] for row in crisis} == CRISIS_LANGUAGES
    assert not repeated(row["phrase"] for row in crisis)
    assert sum(row["language"] == "en" for row in crisis) >= 60
    assert all(sum(row["language"] == language for row in crisis) >= 6 for language in CRISIS_LANGUAGES)


def test_a_crisis_phrase_of_one_word_is_one_we_chose(crisis):
    allowed = SINGLE_WORDS | SINGLE_WORDS_ABROAD
    single = {row["phrase"] for row in crisis if " " not in row["phrase"] and row["language"] not in UNSPACED}
    assert single <= allowed, single - allowed
    assert allowed <= single, f"listed here and in no row: {allowed - single}"


@pytest.mark.parametrize("query", CRIES)
def test_a_cry_for_help_raises_the_card(query, crisis):
    assert raises_card(query, [(row["phrase"], row["language"]) for row in crisis])


@pytest.mark.parametrize("query", INNOCENT)
def test_an_innocent_search_does_not(query, crisis):
    assert not raises_card(query, [(row["phrase"], row["language"]) for row in crisis])


def test_places_are_inside_their_borough(places, vocabulary):
    for place in places:
        south, north, west, east = BOXES[place["borough"]]
        assert south <= place["latitude"] <= north and west <= place["longitude"] <= east, place["slug"]
        assert place["gss"] == vocabulary["boroughs"][place["borough"]], place["slug"]
        assert place["kind"] in {"neighbourhood", "station", "borough"}
        assert place["source"] in {"rail station", "by eye", "borough centre"}


def test_places_stand_in_order_and_once(places, vocabulary):
    slugs = [place["slug"] for place in places]
    assert not repeated(slugs) and all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)
    assert slugs[:5] == FIRST_FIVE
    assert {place["slug"] for place in places if place["kind"] == "borough"} == set(vocabulary["boroughs"])
    assert sum(place["borough"] == "lewisham" for place in places) >= 25


def test_a_name_means_one_place(places):
    names = [name.casefold().replace("'", "") for place in places for name in {place["name"], *place["also"]}]
    spelt_alike = [name for name in repeated(names) if name not in {"st johns", "saint johns"}]
    assert not spelt_alike


def test_crisis_lines_are_whole(lines):
    assert not repeated(line["code"] for line in lines)
    assert {line["group"] for line in lines} == LINE_GROUPS
    for line in lines:
        assert set(line) == LINE_KEYS, line["code"]
        assert all(line[key] for key in ("name", "action", "for", "source")), line["code"]
        assert line["checked_on"] == "" or datetime.date.fromisoformat(line["checked_on"]), line["code"]
        assert bool(line["checked_on"]) == bool(line["checked_by"]), f"{line['code']}: a check has a date and a name"


def test_crisis_numbers_are_spaced_and_dial_the_same_digits(lines):
    for line in lines:
        if line["number"]:
            assert SPACED_NUMBER.fullmatch(line["number"]), line["number"]
            assert line["code"] == "nhs-111-relay" or line["number"] in line["action"], line["code"]
        assert line["tel"] in ("", line["number"].replace(" ", "")), line["code"]
        assert line["sms"] == "" or re.fullmatch(r"\d{5}", line["sms"]["number"]), line["code"]


def test_no_acronym_of_the_trust_is_shown(lines):
    assert "slam" not in json.dumps(lines).casefold()


def test_terms_run_in_order_and_fall_on_school_days():
    terms = [
        (datetime.date.fromisoformat(term["from"]), datetime.date.fromisoformat(term["to"]))
        for term in read_json("term_dates.json")["terms"]
    ]
    assert terms[0][0].year == 2025 and terms[-1][1].year == 2028 and len(terms) == 3 * 6
    days = [day for term in terms for day in term]
    assert days == sorted(set(days)) and all(day.weekday() < 5 for day in days)
    assert all(25 <= (last - first).days <= 60 for first, last in terms)


OTHER_LANGUAGES = sorted((SEED / "words").glob("*.csv"))


@pytest.mark.parametrize("path", OTHER_LANGUAGES, ids=lambda path: path.stem)
def test_words_of_other_languages_mean_terms_of_ours(vocabulary, path):
    rows = read_csv(f"words/{path.name}", ["target", "typed"])
    codes = {f"{taxonomy}:{code}" for taxonomy, terms in vocabulary["taxonomies"].items() for code in terms}
    assert {row["target"] for row in rows} <= codes and len(rows) == len({row["target"] for row in rows}) > 70
    for row in rows:
        said = parts(row["typed"])
        assert len(said) >= 8 and len(set(said)) == len(said), row["target"]
        assert all(phrase == unicodedata.normalize("NFC", phrase) and len(phrase.split()) <= 6 for phrase in said)


def test_there_are_twelve_other_languages():
    assert len(OTHER_LANGUAGES) == 12
