"""What was typed or sent becomes plain: no tags, no tricks of the eye, only addresses and numbers that can be used."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.plain_text import cut, email_address, one_line, phone_number, plain, quoted, web_address

TEXTS = [
    ("I <3 tea", "I <3 tea"),
    ("under <18 and > 65", "under <18 and > 65"),
    ("1 < 2 > 0", "1 < 2 > 0"),
    ("Write to <me@example.org>", "Write to <me@example.org>"),
    ("I <love you", "I <love you"),
    ("<b>Tea</b> &amp; cake", "Tea & cake"),
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("One<br>Two<br/>Three", "One\nTwo\nThree"),
    ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
    ("<script>alert(1)</script>Tea<style>b{}</style>", "Tea"),
    ("<img src=x onerror=alert(1)>Tea", "Tea"),
    ("&lt;script&gt;alert(1)&lt;/script&gt;Tea", "Tea"),
    ("&amp;amp;lt;b&amp;amp;gt;Tea", "Tea"),
    ("<scr\u200bipt>x</script>Tea", "Tea"),
    ("Tea <!-- not for you --> Time", "Tea Time"),
    ("Tea\x00 \x07Time\x7f", "Tea Time"),
    ("\u202egro.live\u202c tea", "gro.live tea"),
    ("a\u2066b\u2069c\u200fd\u061ce", "abcde"),
    ("te\u200ba\ufeff \u2060time\u00ad", "tea time"),
    ("&#x202e;tea&#0;", "tea\ufffd"),
    ("half \ud83d a character", "half a character"),
    ("Cafe\u0301", "Café"),
    ("Z\u0301\u0302\u0303\u0304\u0305a", "Ź\u0302\u0303a"),
    ("a\u200db", "ab"),
    ("one\n\n\n\ntwo  three\r\nfour\u2028five", "one\n\ntwo three\nfour\nfive"),
    ("  \u00a0 tea \u3000 ", "tea"),
    ("AT&T and R&D", "AT&T and R&D"),
]
# Words and names as they are, which must come out as they went in.
REAL = [
    "می‌خواهم",  # Persian, needs its joiner
    "क्‍ष",  # Hindi, needs its joiner
    "👩‍👩‍👧 and 👍🏽",
    "Nguyễn Thị Minh Khai",
    "Łódź, Şırnak, Çağrı",
    "தமிழ் சங்கம்",
    "مرکز اجتماعی",
    "בְּרֵאשִׁית",
    "O’Brien & Sons – tea",
]
HOSTILE = ["<", "<a ", "&amp;", "&#38;#38;", "<b>", "<div>", "\n \n", " ", "a\u0301", "\u0301", "<script>", "<!--"]
HOSTILE += [
    "<p>",
    "\u200d",
    "<table>",
    "<a href='",
    "\u202e",
    "&",
    "[",
    "(",
    ".",
    "@",
    "a.",
    "0 ",
    "-",
    "http://",
    "mailto:",
]


@pytest.mark.parametrize("sent,kept", TEXTS)
def test_text_is_made_plain(sent, kept):
    assert plain(sent) == kept


@pytest.mark.parametrize("text", REAL)
def test_real_words_are_left_alone(text):
    assert plain(text) == unicodedata.normalize("NFC", text)


@given(st.text() | st.text("<>/ab&;#lt \n\u200d\u0301\u202e"))
def test_plain_is_plain_for_good(text):
    once = plain(text)
    assert plain(once) == once
    assert once.encode().decode() == once  # no half of a character, which no database takes
    assert not {unicodedata.category(character) for character in once if character != "\n"} & {"Cc", "Co", "Cs"}


@pytest.mark.parametrize("reader", [plain, one_line, web_address, email_address, phone_number, quoted])
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hundred_thousand_characters_are_read_at_once(reader, piece):
    begun = time.thread_time()
    reader(piece * (100_000 // len(piece)))
    assert time.thread_time() - begun < 0.5


def test_it_is_cut_at_a_word():
    assert cut("tea and cake", 12) == ("tea and cake", False)
    assert cut("tea and cakes and more", 14) == ("tea and cakes…", True)
    assert cut("x" * 50, 10) == ("x" * 9 + "…", True)


@pytest.mark.parametrize(
    "sent,kept",
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://Example.ORG", "http://example.org"),
        ("www.example.org", "https://www.example.org"),
        ("//example.org/x", "https://example.org/x"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        (' "https://example.org", ', "https://example.org"),
        ("https://example.org/?a=1&amp;copy=2", "https://example.org/?a=1&copy=2"),
        ("https://раураl.com", "https://xn--l-7sba6dbr.com"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_a_web_address_is_kept(sent, kept):
    assert web_address(sent)[0] == kept
    assert web_address(kept) == (kept, "")


@pytest.mark.parametrize(
    "sent",
    """javascript:alert(1) JaVaScRiPt:alert(1) java\tscript:alert(1) data:text/html,x vbscript:x file:///etc/passwd
    https://nhs.uk@evil.example https://nhs.uk%40evil.example@evil.example https://user:pw@example.org http://127.0.0.1
    http://2130706433 http://[::1]/ localhost:8000 https://x http:example.org https:// example.org\\@evil.example
    https://example.org/<script> https://exa%mple.org https://-.org https://a..b ftp://example.org n/a blob:https://x.org
    https://example.org:99999999/ about:blank tel:02079460123""".split()
    + ["", " ", "two words", "https://a.org https://b.org", "https://" + "a" * 2000 + ".org", "http//:www.example.org"],
)
def test_a_dangerous_or_broken_address_is_refused(sent):
    value, problem = web_address(sent)
    assert value is None
    assert problem


@pytest.mark.parametrize(
    "sent,kept",
    [
        ("Ann@Example.ORG", "Ann@example.org"),
        ("mailto:a@example.org", "a@example.org"),
        ("<a@example.org>;", "a@example.org"),
        ("a@b@c.org", None),
        ("a at example.org", None),
        ("a@localhost", None),
        ("NA", None),
        ("a@example.org\nBcc: b@example.org", None),
    ],
)
def test_an_email_address_is_kept_or_refused(sent, kept):
    value, problem = email_address(sent)
    assert value == kept
    assert bool(problem) == (kept is None)


@pytest.mark.parametrize(
    "sent,kept",
    [
        ("02079460123", "020 7946 0123"),
        ('"+44 1234 234567"', "01234 234567"),
        ("+44 (0)20 7946 0123", "020 7946 0123"),
        ("Tel: 020 7946 0123", "020 7946 0123"),
        ("2079460123", "020 7946 0123"),
        ("020 7946 0123 ext 4", "020 7946 0123 x4"),
        ("+61 7 4938 6996", "+61 7 4938 6996"),
        ("116 123", "116 123"),
        ("0800 SAMARITAN", "0800 SAMARITAN"),
        ("ask at the door", None),
        ("", None),
    ],
)
def test_a_phone_number_is_spaced_or_refused(sent, kept):
    assert phone_number(sent)[0] == kept
    assert phone_number(kept or "1234")[0] == (kept or "1234")
