"""What the Nu checker says of pages, and what they cost on the wire."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

from tests.commands import ROOT

VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
SHELL = '<!DOCTYPE html><html lang="{}" dir="{}"><head><title>A part of a page</title></head><body>{}</body></html>'


def nu(files: Mapping[str, str], folder: Path) -> list[str]:
    """What the Nu checker says about {name: html}, errors and warnings, in one Java process.

    A part of a page that htmx swaps in is put into a page without anything else.
    """
    paths = {}
    for number, (name, html) in enumerate(files.items()):
        path = folder / f"{number}.html"
        path.write_text(html)
        paths[path.name] = name
    call = ["java", "-Xss1m", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always"]
    said = subprocess.run([*call, *(str(folder / name) for name in paths)], capture_output=True, text=True, check=True)
    return [
        f"{paths[one['url'].rpartition('/')[2]]}: {one['message']} near {one.get('extract', '')[:80]!r}"
        for one in json.loads(said.stdout)["messages"]
        if one["type"] == "error" or one.get("subType") == "warning"
    ]


class Wire:
    """What a page costs and whom it talks to, as Chromium counts it, from now on."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        self.requests: list[str] = []
        session = page.context.new_cdp_session(page)
        session.on("Network.loadingFinished", self.finished)
        session.on("Network.requestWillBeSent", lambda event: self.requests.append(event["request"]["url"]))
        session.send("Network.enable")

    def finished(self, event: dict[str, float]) -> None:
        """Adds what came over the wire: headers and compressed body."""
        self.bytes += int(event["encodedDataLength"])
