"""Meaning runs beside words, answers alone only when its best stand out, and search stands without it."""

from pathlib import Path

import numpy as np
import pytest
from flask import Flask

from directory import index
from directory.index import Query, live
from directory.index.meaning import DIGEST, WIDTH, Store, encoder
from directory.index.senses import apart
from tests.makers import a_service

WELL = "Weekly football for anyone who wants to kick a ball about."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "meaning", encoder())


def test_a_text_is_encoded_once_and_shared(store: Store, monkeypatch: pytest.MonkeyPatch):
    store.add(["cooking", "football", "cooking"])
    assert store.all.shape == (2, WIDTH)
    other = Store(store.folder, store.encoder)
    monkeypatch.setattr(other.encoder, "encode", lambda _texts: pytest.fail("encoded again"))
    other.add(["football", "cooking"])
    assert other.add(["football"]).tolist() == store.add(["football"]).tolist()


def test_what_a_crash_left_half_written_is_written_over(store: Store):
    store.add(["cooking"])
    with (store.folder / "vectors").open("ab") as file:
        file.write(b"\x01" * 100)
    with (store.folder / "texts").open("ab") as file:
        file.write(b"\x01" * (DIGEST + 3))
    again = Store(store.folder, store.encoder)
    (row,) = again.add(["football"])
    assert again.all.shape == (2, WIDTH)
    assert float(again.all[row] @ again.encoder.encode(["football"])[0]) > 0.99


def test_vectors_have_length_one_and_languages_meet():
    english, spanish, other = encoder().encode(["cooking", "cocinar", "tax return"])
    assert np.linalg.norm(english) == pytest.approx(1, abs=1e-3)
    assert english @ spanish > english @ other


def names(app: Flask, words: str) -> list[str]:
    found = index.find(Query(q=words))
    return [service.name for service in index.load([hit.id for hit in found.hits])]


def offers() -> None:
    a_service(name="Ball games", summary=WELL, description=WELL, categories=["sport-and-movement"])
    for number in range(12):
        text = f"Advice about debt and bills, number {number}."
        a_service(name=f"Debt desk {number}", summary=text, description=text, categories=["money-debt-benefits"])


def test_an_offer_is_found_in_words_it_does_not_have(app: Flask):
    offers()
    found = index.find(Query(q="fußball spielen"))
    assert found.close
    assert names(app, "fußball spielen")[0] == "Ball games"


def test_nonsense_finds_nothing(app: Flask):
    offers()
    for nonsense in ("xkcjv plmqw", "kubernetes ingress", "wqeqwe rtyrty"):
        assert index.find(Query(q=nonsense)).total == 0, nonsense


def test_search_stands_without_it(new_app: object):
    app = new_app(MEANING="off")  # type: ignore[operator]
    with app.app_context():
        offers()
        assert names(app, "football") == ["Ball games"]
        assert index.find(Query(q="fußball spielen")).total == 0
        assert index.worker().store is None
        assert not (Path(app.config["DATA_DIR"]) / "meaning").exists()


@pytest.mark.parametrize(("limit", "compared"), [(13, True), (12, False)])
def test_meaning_is_compared_up_to_so_many_offers(
    app: Flask, monkeypatch: pytest.MonkeyPatch, limit: int, compared: bool
):
    monkeypatch.setattr(live, "COMPARED", limit)
    monkeypatch.setitem(app.config, "MEANING", "auto")
    offers()
    assert (live.Live(app).store is not None) is compared


def test_phrases_much_like_an_earlier_one_are_left_out():
    vectors = np.array([[1, 0], [0.9, 0.436], [0, 1]], np.float32)
    assert apart(vectors).tolist() == [0, 2]


def test_what_people_type_is_kept_apart_from_what_offers_say(app: Flask):
    offers()
    find = index.worker()
    assert find.store and find.phrases
    assert index.find(Query(q="football")).total
    assert len(find.phrases.all) > 1000 > len(find.store.all)


def test_a_sentence_is_read_as_a_whole(app: Flask):
    """Not one of its words is one that leads to the need, but people say much the same of it."""
    a_service(name="Quiet nights", summary="On Tuesdays at seven.", description="Come along.", needs=["sleep"])
    for number in range(12):
        a_service(name=f"Table {number}", summary="On Tuesdays at seven.", description="Come along.",
                  needs=["money-worries"])  # fmt: skip
    assert names(app, "lying there at 4 with my head going round")[:1] == ["Quiet nights"]
