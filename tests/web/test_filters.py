"""Filters of templates: what people read, and links that can do no harm."""

from decimal import Decimal

import pytest

from directory.web import filters


@pytest.mark.parametrize(
    "number,said",
    [
        ("020 7946 0123", "02079460123"),
        ("+44 (0)20 7946 0123", "+442079460123"),
        ("0800 1111 ext. 4", "08001111"),
        ("18001 111", "18001111"),
        ("٠٢٠", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_phone_number_is_dialled_by_its_digits(number, said):
    assert filters.tel(number) == said


@pytest.mark.parametrize(
    "address,safe,host",
    [
        ("https://www.example.org/a?b=c", "https://www.example.org/a?b=c", "example.org"),
        ("example.org", "https://example.org", "example.org"),
        ("javascript:alert(1)", "", ""),
        ("javascript://example.org/%0aalert(1)", "", ""),
        ("data:text/html,x", "", ""),
        ("//example.org", "", ""),
        ("https://good.example@evil.example/", "", ""),
        ("https://[x", "", ""),
        ("ftp://example.org", "", ""),
        (None, "", ""),
    ],
)
def test_only_addresses_of_the_web_are_linked(address, safe, host):
    assert (filters.web(address), filters.host(address)) == (safe, host)


def test_an_email_link_keeps_its_subject_and_refuses_what_is_no_address():
    assert filters.mailto("a+b@example.org", "Say & ask?") == "mailto:a+b@example.org?subject=Say%20%26%20ask%3F"
    assert filters.mailto("a@example.org?bcc=x") == "mailto:a@example.org%3Fbcc%3Dx"
    for bad in ("", None, "nobody", "a b@example.org", "a@b@c", "a@example.org?bcc=x@y.org"):
        assert filters.mailto(bad) == ""


def test_paragraphs_part_where_a_line_is_empty():
    assert filters.paragraphs("One\nline.\r\n\r\n \nTwo.\n\n\n") == ["One\nline.", "Two."]
    assert filters.paragraphs(None) == filters.paragraphs(" \n\n ") == []


@pytest.mark.parametrize(
    "amount,currency,said",
    [("2", "GBP", "£2"), ("2.5", "gbp", "£2.50"), ("0.5", None, "50p"), ("0", "GBP", "£0"), ("1200", "GBP", "£1,200")],
)
def test_a_sum_is_written_as_people_write_it(app, amount, currency, said):
    with app.test_request_context():
        assert filters.money(Decimal(amount), currency) == said
        assert filters.money(None) == ""


def test_a_label_in_a_template_is_said_in_each_readers_language(client, app):
    first = client.get("/signpost").text
    assert "Step-free" in first and "Step-free" not in client.get("/ar/signpost").text
