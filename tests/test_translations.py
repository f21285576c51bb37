"""Every string of the pages is in the catalogue for translators, and every language is complete."""

import csv
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from translations.update import updated

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "translations" / "messages.pot"
CATALOGUES = sorted(ROOT.glob("translations/*/LC_MESSAGES/messages.po"))


def strings(catalogue: Catalog) -> set[str]:
    """The English of every message; the singular stands for both forms."""
    return {one.id if isinstance(one.id, str) else one.id[0] for one in catalogue if one.id}


def read(path: Path) -> Catalog:
    """A catalogue file."""
    return read_po(BytesIO(path.read_bytes()), abort_invalid=True)


def incomplete(catalogue: Catalog, wanted: set[str]) -> set[str]:
    """Messages that are missing, fuzzy or empty in any of their forms."""
    done = {one.id if isinstance(one.id, str) else one.id[0] for one in catalogue if one.id and complete(one)}
    return wanted - done


def complete(message) -> bool:
    """Every form is there and a person has agreed to it."""
    forms = [message.string] if isinstance(message.string, str) else message.string
    return all(forms) and not message.fuzzy


def test_the_catalogue_holds_every_string(tmp_path):
    made = tmp_path / "messages.pot"
    how = ["-F", "babel.cfg", "-k", "lazy_gettext", "--omit-header"]
    arguments = ["pybabel", "-q", "extract", *how, "-o", str(made), "directory", "seed"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        CommandLineInterface().run(arguments)
    assert strings(read(TEMPLATE)) == strings(read(made)), "run `make messages` and commit translations/messages.pot"
    assert len(strings(read(made))) > 20


def test_every_language_is_complete():
    wanted = strings(read(TEMPLATE))
    gaps = {path.parent.parent.name: incomplete(read(path), wanted) for path in CATALOGUES}
    assert {language: missing for language, missing in gaps.items() if missing} == {}


def test_a_gap_would_be_seen():
    catalogue = Catalog(locale="fr")
    catalogue.add("yes", "oui")
    catalogue.add("no", "")
    catalogue.add("maybe", "peut-être", flags=["fuzzy"])
    catalogue.add(("one offer", "%(num)s offers"), ("une offre", ""))
    assert incomplete(catalogue, {"yes", "no", "maybe", "one offer", "never"}) == {"no", "maybe", "one offer", "never"}


def test_a_catalogue_is_brought_up_to_date_and_keeps_who_checked_it():
    header = b'msgid ""\nmsgstr ""\n"X-Reviewed-By: Ana\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    old = header + b'\nmsgid "yes"\nmsgstr "oui"\n\nmsgid "no"\nmsgstr "non"\n'
    new = updated(old, b'msgid "yes"\nmsgstr ""\n\nmsgid "maybe"\nmsgstr ""\n')
    assert new.startswith(header) and b'msgid "yes"\nmsgstr "oui"' in new and b'msgid "maybe"\nmsgstr ""' in new
    assert b'#~ msgid "no"' in new and updated(new, b'msgid "yes"\nmsgstr ""\n').startswith(header)


GLOSSARY = ROOT / "translations" / "glossary.csv"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


def glossary() -> list[dict[str, str]]:
    """The words decided first: term (a pattern), meaning, and in each language the forms that may stand for it."""
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def astray(catalogue: Catalog, language: str, terms: list[dict[str, str]]) -> list[tuple[str, str]]:
    """(term, translation) of messages that say a term of the glossary with none of its words."""
    found = []
    for one in catalogue:
        english = [one.id] if isinstance(one.id, str) else list(one.id)
        said = [one.string] if isinstance(one.string, str) else list(one.string)
        for row in terms if one.id else ():
            pattern = re.compile(rf"\b(?:{row['term']})\b", re.IGNORECASE)
            if any(pattern.search(PLACEHOLDER.sub(" ", text)) for text in english):
                forms = [form.strip().casefold() for form in row[language].split(";") if form.strip()]
                found += [(row["term"], text) for text in said if not any(form in text.casefold() for form in forms)]
    return found


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_the_glossary_is_kept(path):
    assert astray(read(path), path.parent.parent.name.replace("_", "-"), glossary()) == []


def test_the_glossary_decides_sixty_terms_in_every_language():
    spoken = {path.parent.parent.name.replace("_", "-") for path in CATALOGUES}
    assert len(glossary()) >= 60 and all(row[tag].strip() for row in glossary() for tag in spoken)


def test_another_word_would_be_seen():
    catalogue = Catalog(locale="es")
    catalogue.add("Three carers", "Tres cuidadores")
    catalogue.add("%(carers)s", "%(carers)s")
    assert astray(catalogue, "es", [{"term": "carer|carers", "es": "persona que cuida"}]) == [
        ("carer|carers", "Tres cuidadores")
    ]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_what_is_filled_in_stays_and_numbers_stay(path):
    for one in read(path):
        english = [one.id] if isinstance(one.id, str) else list(one.id)
        known = set(PLACEHOLDER.findall(" ".join(english)))
        for said in [one.string] if isinstance(one.string, str) else one.string:
            here = PLACEHOLDER.findall(said)
            assert set(here) <= known and (
                not isinstance(one.id, str) or sorted(here) == sorted(PLACEHOLDER.findall(one.id))
            )
            for number in re.findall(r"\d{3,}", PLACEHOLDER.sub("", english[0])):
                assert number in said, (english[0], said)
