"""LibreTranslate, DeepL and Azure by a stand-in on this machine that answers, is busy, fails and stalls."""

from collections.abc import Iterator

import pytest
from flask import Flask

from directory import translating
from directory.config import BadSetting, settings
from directory.translating import TRANSLATORS, NotTranslated, Translator, translate
from tests.translator import StandIn, other_words

TEXTS = ["Come and sing", "Bring a friend"]
SPANISH = [other_words(one, "es") for one in TEXTS]


@pytest.fixture
def stand_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A translator that listens; nobody waits for real."""
    found = StandIn()
    monkeypatch.setattr(translating, "pause", lambda seconds: rests.append(seconds))
    monkeypatch.setattr(translating, "PATIENCE", 0.3)
    rests.clear()
    with found.listening() as there:
        for name, value in {"WITH": "libretranslate", "URL": there, "KEY": "secret", "REGION": "uksouth"}.items():
            monkeypatch.setitem(app.config, f"TRANSLATE_{name}", value)
        yield found


rests: list[float] = []


def by(name: str = "libretranslate") -> Translator:
    """One of the three."""
    return TRANSLATORS[name]


def test_nothing_is_set_on_a_new_site(app: Flask):
    assert translating.translator() is None
    app.config["TRANSLATE_WITH"] = "deepl"
    assert translating.translator() is by("deepl")
    app.config["TRANSLATE_WITH"] = ""


def test_each_is_asked_in_its_own_way(stand_in: StandIn):
    for name in TRANSLATORS:
        assert translate(by(name), TEXTS, "es") == SPANISH
    libre, deepl, azure = stand_in.came
    assert libre[0] == "/translate" and libre[2] == {"q": TEXTS, "source": "en", "target": "es", "format": "html",
                                                     "api_key": "secret"}  # fmt: skip
    assert deepl[0] == "/v2/translate" and deepl[1]["Authorization"] == "DeepL-Auth-Key secret"
    assert deepl[2]["tag_handling"] == "xml" and deepl[2]["ignore_tags"] == ["x"] and deepl[2]["target_lang"] == "ES"
    assert azure[0] == "/translate?api-version=3.0&textType=html&from=en&to=es"
    assert azure[2] == [{"Text": one} for one in TEXTS]
    headers = {name.lower(): value for name, value in azure[1].items()}
    assert headers["ocp-apim-subscription-key"] == "secret" and headers["ocp-apim-subscription-region"] == "uksouth"


def test_languages_have_the_codes_of_each(stand_in: StandIn):
    for name, tag, code in (("deepl", "pt", "PT-PT"), ("deepl", "zh-Hans", "ZH-HANS"), ("azure", "pt", "pt-pt"),
                            ("azure", "zh-Hans", "zh-Hans"), ("libretranslate", "zh-Hans", "zh")):  # fmt: skip
        assert by(name).codes[tag] == code
    assert not {"so", "ta", "ur"} & by("deepl").codes.keys()
    assert len(by("azure").codes) == 12


def test_no_more_is_sent_at_once_than_is_taken(stand_in: StandIn):
    assert translate(by(), ["Come and sing"] * 45, "es") == [SPANISH[0]] * 45
    assert [len(body["q"]) for _path, _headers, body in stand_in.came] == [20, 20, 5]
    stand_in.came.clear()
    translate(by(), ["sing " * 500] * 3, "es")
    assert [len(body["q"]) for _path, _headers, body in stand_in.came] == [1, 1, 1]


@pytest.mark.parametrize("status", [400, 413])
def test_what_is_too_much_is_halved_and_one_text_that_is_not_taken_is_told(stand_in: StandIn, status: int):
    stand_in.most = 30
    assert translate(by(), [*TEXTS, "x" * 31, "Sing"], "es") == [*SPANISH, None, other_words("Sing", "es")]


@pytest.mark.parametrize("happens", [429, 500, 503, 529, "hang up", "cut off", "garbage", "too few", "stall"])
def test_what_passes_is_tried_again(stand_in: StandIn, happens: int | str):
    stand_in.first = [happens]
    assert translate(by(), TEXTS, "es") == SPANISH
    assert len(stand_in.came) == 2 and rests == [1]


def test_an_answer_that_trickles_is_not_waited_for(stand_in: StandIn):
    stand_in.first = ["trickle"]
    assert translate(by(), TEXTS * 10, "es") == SPANISH * 10 and len(stand_in.came) == 2


def test_it_waits_longer_each_time_and_not_for_ever(stand_in: StandIn):
    stand_in.first = [429] * 99
    with pytest.raises(NotTranslated, match="busy"):
        translate(by(), TEXTS, "es")
    assert len(stand_in.came) == translating.TRIES and rests == [1, 2, 4, 8]


def test_it_waits_as_long_as_it_is_told_and_never_more_than_a_minute(stand_in: StandIn):
    stand_in.first, stand_in.wait = [429, 429], "7"
    translate(by(), TEXTS, "es")
    stand_in.first, stand_in.wait = [503], "86400"
    translate(by(), TEXTS, "es")
    assert rests == [7, 7, 60]


@pytest.mark.parametrize("status,why", [(401, "refused"), (403, "refused"), (456, "spent"), (302, "refused")])
def test_what_does_not_pass_ends_at_once(stand_in: StandIn, status: int, why: str):
    stand_in.first = [status]
    with pytest.raises(NotTranslated, match=why) as ended:
        translate(by(), TEXTS, "es")
    assert len(stand_in.came) == 1 and "secret" not in repr(ended.value) and ended.value.__cause__ is None


@pytest.mark.parametrize("name,value", [
    ("TRANSLATE_WITH", "google"), ("TRANSLATE_URL", "http://api.example.org"), ("TRANSLATE_URL", "ftp://x"),
    ("TRANSLATE_KEY", "a key"), ("TRANSLATE_PRICE", "twenty"), ("TRANSLATE_REGION", "UK South"),
])  # fmt: skip
def test_a_setting_that_cannot_work_is_named(name: str, value: str):
    with pytest.raises(BadSetting, match=name):
        settings({name: value})
    assert settings({"TRANSLATE_URL": "http://libretranslate:5000", "TRANSLATE_PRICE": "20.50"})
