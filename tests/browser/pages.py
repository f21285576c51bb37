"""The pages that browsers look at, and what axe, the Nu checker and the network say about them."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from playwright.sync_api import Page

from tests.server import ROOT, Server

AXE = ROOT / "node_modules/axe-core/axe.min.js"
VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Every kind of page and state, by a name that failures show. A page under {braces} is found by following links.
PAGES = {
    "home": "/",
    "results": "/search?q=cooking",
    "results near a place": "/search?q=walk&near=SE6+4RU",
    "results with filters": "/search?borough=lewisham&cost=free&format=in-person&sort=soonest",
    "second page": "/search?page=2",
    "a misspelling": "/search?q=depresion",
    "nothing found": "/search?q=zzzzqqqq&near=SE6+4RU&within=1",
    "a crisis phrase": "/search?q=suicidal",
    "outside the area": "/search?near=M1+1AE",
    "offer": "{offers}",
    "organisation": "{organisations}",
    "place": "{places}",
    "urgent help": "/urgent-help",
    "about": "/about",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "not found": "/no/such/page",
}


class Addresses(Mapping[str, str]):
    """PAGES with the braces filled in from links of the running site."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.found: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: self.first(match[1]), PAGES[name])

    def __iter__(self) -> Iterator[str]:
        return iter(PAGES)

    def __len__(self) -> int:
        return len(PAGES)

    def first(self, room: str) -> str:
        """The first link to /room/... on the results, the home page or an offer."""
        if room not in self.found:
            looked_at = ["/search", "/"] + ([self.first("offers")] if room != "offers" else [])
            links = [link for path in looked_at for link in re.findall(r'href="([^"]+)"', self.server.get(path).text)]
            matching = [unescape(link) for link in links if re.match(rf"/{room}/[^/?]+", link)]
            assert matching, f"no link leads to /{room}/"
            self.found[room] = matching[0].split("?")[0]
        return self.found[room]


def axe(page: Page) -> list[str]:
    """What axe finds wrong, and what it could not decide, with the element."""
    page.evaluate(AXE.read_text())
    report = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(TAGS)}}})")
    return [
        f"{kind}: {rule['id']}: {node['html'][:120]}"
        for kind in ("violations", "incomplete")
        for rule in report[kind]
        for node in rule["nodes"]
    ]


def nu(files: Mapping[str, str], folder: Path) -> list[str]:
    """What the Nu checker says about {name: html}, errors and warnings, in one Java process."""
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
