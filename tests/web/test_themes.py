"""Every theme can be read: contrast of all pairs, computed from the stylesheet; no colour stands outside a theme."""

import json
import re
from itertools import product

import pytest

from tests.commands import ROOT

SOURCE = ROOT / "directory" / "assets" / "site.css"
STATIC = ROOT / "directory" / "static"
THEMES = {"standard": ":root", "dark": ':root[data-contrast="dark"]', "high": ':root[data-contrast="high"]'}
WISHES = {"dark": "screen and (prefers-color-scheme:dark)", "high": "screen and (prefers-contrast:more)"}
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(|:(?:white|black|red|yellow|blue)\b", re.IGNORECASE)

# What is written on what. Body text needs 7:1 (WCAG 1.4.6); so does all other text here.
WRITTEN = [
    *product(("ink", "ink-quiet", "link", "link-visited", "link-hover", "wait"), ("paper", "tint")),
    *product(("alert", "brand"), ("paper",)),
    *product(("action-ink",), ("action", "action-hover", "alert")),
    ("deep-ink", "deep"),
    ("focus-ink", "focus"),
    ("standard-ink", "standard-paper"),
    ("dark-ink", "dark-paper"),
    ("high-ink", "high-paper"),
]
# What has to be seen, at 3:1 (WCAG 1.4.11): edges of fields, buttons, marks of notices.
SEEN = [*product(("edge", "action", "alert", "wait"), ("paper", "tint"))]


def properties(css: str, selector: str) -> dict[str, str]:
    """{name: value} of the custom properties of every rule with exactly this selector."""
    rules = re.findall(
        rf"(?:^|[}}{{;])\s*{re.escape(selector)}\s*{{([^{{}}]*)}}", re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    )
    assert rules, f"no rule for {selector}"
    return dict(re.findall(r"--([\w-]+):\s*([^;]+?)\s*(?:;|$)", ";".join(rules)))


def theme(name: str) -> dict[str, str]:
    """The properties in force in a theme: its own over the standard ones."""
    css = SOURCE.read_text()
    return properties(css, ":root") | (properties(css, THEMES[name]) if name != "standard" else {})


def colour(known: dict[str, str], name: str) -> str:
    """A property's colour as six digits, through every var()."""
    value = known[name]
    while found := re.fullmatch(r"var\(--([\w-]+)\)", value):
        value = known[found[1]]
    digits = value.removeprefix("#")
    return "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits


def light(digits: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(known: dict[str, str], one: str, other: str) -> float:
    """Contrast ratio of two properties, 1 to 21."""
    low, high = sorted((light(colour(known, one)), light(colour(known, other))))
    return (high + 0.05) / (low + 0.05)


def faint(known: dict[str, str]) -> list[str]:
    """The pairs of a theme that cannot be told apart well enough."""
    asked = [(pair, 7.0) for pair in WRITTEN] + [(pair, 3.0) for pair in SEEN]
    found = [f"{one} on {other}: {contrast(known, one, other):.1f}" for (one, other), least in asked
             if contrast(known, one, other) < least]  # fmt: skip
    ring = max(contrast(known, name, ground) for name in ("focus", "focus-ink") for ground in ("paper",))
    return found + ([f"focus ring: {ring:.1f}"] if ring < 3 else [])


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_can_be_read(name):
    assert faint(theme(name)) == []


def test_a_faint_pair_would_be_seen():
    assert contrast({"a": "#000", "b": "#ffffff"}, "a", "b") == pytest.approx(21)
    assert any("ink-quiet on paper" in one for one in faint(theme("standard") | {"ink-quiet": "#999"}))
    assert any("focus ring" in one for one in faint(theme("dark") | {"focus": "#222", "focus-ink": "#222"}))


def test_dark_is_never_pure_black_and_high_contrast_is():
    assert light(colour(theme("dark"), "paper")) > 0.005 and light(colour(theme("dark"), "tint")) > 0.005
    high = theme("high")
    used = {colour(high, name) for one in (*WRITTEN[:-3], *SEEN) for name in one}
    assert used == {"000000", "ffffff", "ffff00"}
    assert {theme(name)["focus"] for name in THEMES}.__len__() == 3, "each has its own focus ring"


def built(name: str = "site.css") -> str:
    """The stylesheet as it is served."""
    return (STATIC / json.loads((STATIC / "manifest.json").read_text())[name]).read_text()


@pytest.mark.parametrize("name", ["site.css", "site.rtl.css"])
def test_no_colour_stands_outside_a_theme(name):
    outside = re.sub(r":root(?:\[[^\]]*\]|:not\([^)]*\))?\{[^{}]*\}", "", built(name))
    assert COLOUR.findall(outside) == []
    assert COLOUR.findall("a{color:#fff}b{color:white}c{background:rgba(0,0,0,.5)}") == ["#fff", ":white", "rgba("]


@pytest.mark.parametrize("name", WISHES)
def test_without_a_choice_the_device_decides(name):
    css = built()
    chosen = re.search(re.escape(f"{THEMES[name]}{{") + r"([^}]*)}", css)[1]
    assert f"@media {WISHES[name]}{{:root:not([data-contrast]){{{chosen}}}}}" in css


def test_themes_stay_off_paper():
    assert re.search(r"@media screen\s*{\s*:root\[data-contrast=\"dark\"\]", SOURCE.read_text())


def test_our_own_sheet_stays_small():
    assert len(SOURCE.read_bytes()) < 20 * 1024


def test_nothing_moves_on_its_own():
    assert re.findall(r"(?:transition|animation|scroll-behavior)[\w-]*:", built()) == []


def test_every_property_that_is_read_is_stated():
    css = SOURCE.read_text()
    stated, read = set(re.findall(r"[;{\s](--[\w-]+):", css)), set(re.findall(r"var\((--[\w-]+)", built()))
    assert read - stated == set() and stated - read == set()
