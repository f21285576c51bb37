"""Translated texts are searched in their language, and no English search meets them."""

import pytest

from directory import index
from directory.index.words import Lexicon
from directory.models import Service, Translation
from tests.client import HouseClient
from tests.makers import a_service, changed, saved


def spoken(service: Service, language: str, text: str, field: str = "description", **over: object) -> Translation:
    """What an offer says in another language."""
    made = Translation(service_id=service.id, language=language, field=field, text=text,
                       **{"made_from": service.english(field)} | over)  # fmt: skip
    return saved(made, changed=[service.id])


def names(client: HouseClient, address: str) -> list[bool]:
    """Whether each of some names stands on a page of results."""
    html = client.get(address).text
    return [name in html for name in ("Green fingers", "Blue notes")]


@pytest.fixture
def two(app) -> tuple[Service, Service]:
    """Two offers whose English tells nothing of what their other languages say."""
    green = a_service(name="Green fingers", summary="Meet outside.", description="We are outside a lot.")
    return green, a_service(name="Blue notes", summary="Meet inside.", description="We are inside a lot.")


@pytest.mark.parametrize("language,text,asked", [
    ("es", "Hacemos jardinería y costura juntos.", ["jardinería", "jardineria", "Jardinería", "costura"]),
    ("pl", "Zajęcia z ceramiki w każdy wtorek.", ["ceramiki", "zajecia ceramiki"]),
    ("ar", "نلتقي في الحديقة ونزرع الخضروات.", ["الحديقة", "حديقة", "الخضروات"]),
    ("zh-Hans", "我们一起种花和学习刺绣。", ["刺绣", "学习刺绣", "种花"]),
    ("ta", "நாங்கள் ஒன்றாகத் தையல் செய்கிறோம்.", ["தையல்"]),
    ("so", "Waxaan wada tolnaa dharka.", ["tolnaa"]),
])  # fmt: skip
def test_an_offer_is_found_by_its_words_in_the_language_of_the_page(client, two, language, text, asked):
    spoken(two[0], language, text)
    for words in asked:
        html = client.get(f"/{language}/search?q={words}").text
        first, other = html.find("Green fingers"), html.find("Blue notes")
        assert first > 0 and (other < 0 or first < other), words


def test_the_language_of_the_words_is_enough(client, two):
    spoken(two[0], "es", "Hacemos jardinería juntos.")
    assert names(client, "/search?q=jardinería") == [True, False]


@pytest.mark.parametrize("words", ["pain", "chair", "pain chair", "coin"])
def test_english_words_that_are_others_in_another_language_find_what_they_found(client, two, statements, words):
    before = client.get(f"/search?q={words}").text
    spoken(two[0], "fr", "Du pain, de la chair et un coin tranquille.")
    assert client.get(f"/search?q={words}").text == before
    understood = index.worker().current().lexicon.read(words)
    assert not understood.tongues and not any(group.said for group in understood.groups)


def test_what_is_out_of_date_or_gone_is_found_no_more(client, two):
    made = spoken(two[0], "es", "Hacemos costura juntos.")
    assert names(client, "/es/search?q=costura") == [True, False]
    changed(two[0], description="Something else by now.")
    assert names(client, "/es/search?q=costura") == [False, False]
    changed(two[0], description=made.made_from)
    assert names(client, "/es/search?q=costura") == [True, False]
    two[0].translations.clear()
    changed(two[0])
    assert names(client, "/es/search?q=costura") == [False, False]


def test_a_sentence_that_stands_for_the_first_of_the_description_is_found(client, two):
    changed(two[0], summary=None)
    spoken(two[0], "es", "Costura al aire libre.", field="summary")
    assert names(client, "/es/search?q=costura") == [True, False]


def test_a_card_says_why_and_a_word_of_a_translation_is_no_misspelling(client, two):
    spoken(two[0], "es", "Hacemos macrame juntos.")
    html = client.get("/es/search?q=macrame").text
    assert "macrame" in html.split('id="results"')[1].split("Green fingers")[1]
    lexicon = Lexicon([], [], [], {"macaroni": 3, "costume": 4})
    assert lexicon.read("costumo", reading="es").corrected == "costume"
    lexicon.abroad.add([{"abroad": "es:costumo"}])
    assert lexicon.read("costumo", reading="es").corrected == ""
    assert lexicon.read("costumo").corrected == "costume"
