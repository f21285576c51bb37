"""Letters that a device lacks come from our own host; where it has them nothing is fetched."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page

# A machine with the fonts that stand in for Arial, and no others.
BARE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>{folders}<cachedir>{cache}</cachedir>
<alias binding="same"><family>Arial</family><accept><family>Liberation Sans</family></accept></alias></fontconfig>"""
LIBERATION = "/usr/share/fonts/truetype"


@pytest.fixture
def bare(browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path: Path) -> Iterator[Page]:
    """A window of a device that knows Latin letters only."""
    folders = "".join(f"<dir>{folder}</dir>" for folder in Path(LIBERATION).glob("liberation*"))
    (tmp_path / "fonts.conf").write_text(BARE.format(folders=folders, cache=tmp_path / "cache"))
    lacking = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    browser = browser_type.launch(**browser_type_launch_args | {"env": lacking})
    try:
        yield browser.new_page()
    finally:
        browser.close()


def fetched(page: Page, address: str) -> list[str]:
    """The fonts a page asks for, from whatever host."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    return [url for url in asked if url.endswith(".woff2")]


def drawn_with(page: Page, selector: str) -> set[tuple[str, bool]]:
    """(font, whether it was fetched) of the letters of an element, as Chromium drew them."""
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    node = tools.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {(font["familyName"], font["isCustomFont"]) for font in fonts}


@pytest.mark.parametrize("tag", ["ta", "ur"])
def test_a_device_that_has_the_letters_fetches_none(page: Page, live, tag: str):
    assert fetched(page, f"{live.url}/{tag}/") == []


@pytest.mark.parametrize(("tag", "font"), [("ta", "Tamil"), ("ur", "Arabic")])
def test_a_device_that_lacks_them_gets_them_from_here(bare: Page, live, tag: str, font: str):
    found = fetched(bare, f"{live.url}/{tag}/")
    assert found and all(url.startswith(f"{live.url}/static/") for url in found)
    bare.wait_for_function("document.fonts.status === 'loaded'")
    for part in ("h1", "main p"):
        assert (f"Noto Sans {font}", True) in drawn_with(bare, part), part
