"""A resident finds an offer near her and reads what happens the first time she comes."""


def test_from_the_front_door_to_an_offer(reader):
    reader.visit("/").fill("What would help", "cooking").fill("Postcode or place", "SE6 4RU").press("Search")
    assert reader.address.startswith("/search?") and "miles" in reader.words
    offers = [address for _words, address in reader.links() if address.startswith("/offers/")]
    assert offers
    reader.visit(offers[0])
    assert reader.page.counts["h1"] == 1


def test_help_in_a_crisis_is_one_step_away_from_everywhere(reader):
    for page in ("/", "/search?q=walking", "/about"):
        reader.visit(page).follow("urgent help")
        assert "111" in reader.words and "999" in reader.words
