"""What is wrong with a page: the faults that a browser forgives and a reader does not."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
CONTROLS = frozenset(("input", "select", "textarea"))
UNLABELLED_INPUTS = frozenset(("hidden", "submit", "button", "reset", "image"))
# Where a browser fetches from, or sends what somebody typed to, without being asked again.
FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "form": "action", "link": "href"}
LINKS_NOT_FETCHED = frozenset(("canonical", "alternate", "license"))
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
CRISIS_NUMBERS = frozenset(("tel:111", "tel:999"))
LEAKS = re.compile(r"\{\{|\{%|\bUndefined\b|^\s*None\s*$|^\s*\[\]\s*$|&(amp;)?lt;|%\([a-z_]+\)s")


class Page(HTMLParser):
    """Reads one page or fragment once and collects what is wrong with it in `faults`."""

    def __init__(self, html: str, said: str = "") -> None:
        super().__init__(convert_charrefs=True)
        self.said = said
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.pointers: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[tuple[str, dict[str, str]]] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.title = ""
        self.text: list[str] = []
        self.attributes: dict[str, dict[str, str]] = {}
        self.counts: dict[str, int] = {}
        self.script = ""
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element and judges its attributes."""
        given = {name: value or "" for name, value in attrs}
        self.counts[tag] = self.counts.get(tag, 0) + ("svg" not in self.open)
        self.attributes.setdefault(tag, given)
        if tag not in VOID:
            self.open.append(tag)
        if len(given) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.note_names(tag, given)
        self.judge_inline(tag, given)
        self.judge_address(tag, given)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<circle/>` in SVG, `<br/>` in HTML."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Every element is closed in the order it was opened; browsers guess when it is not."""
        if tag in VOID or tag not in self.open:
            self.faults.append(f"</{tag}> closes nothing")
        elif self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes <{self.open[-1]}>")
            while self.open.pop() != tag:
                pass
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Keeps the words a reader sees, the title, and what stands inside a script."""
        inside = self.open[-1] if self.open else ""
        if inside == "title" and "svg" not in self.open:
            self.title += data
        elif inside == "script":
            if data.strip() and ("<" in data or self.script != "application/ld+json"):
                self.faults.append("a script stands in the page")
        elif inside == "style":
            self.faults.append("a style stands in the page")
        else:
            self.text.append(data)
            found = LEAKS.search(data)
            if found and found[0].strip() not in self.said:
                self.faults.append(f"a template shows its inside: {found[0].strip()!r}")

    def note_names(self, tag: str, given: dict[str, str]) -> None:
        """Ids, what points at them, and controls that need a label."""
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"])
        for name in POINTERS:
            self.pointers += given.get(name, "").split()
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in CONTROLS and given.get("type") not in UNLABELLED_INPUTS and "label" not in self.open:
            self.controls.append((tag, given))

    def judge_inline(self, tag: str, given: dict[str, str]) -> None:
        """Nothing the content policy would refuse, and nothing htmx would have to evaluate."""
        self.script = given.get("type", "") if tag == "script" else ""
        for name in given:
            if name.startswith("on") or name == "style" or re.match(r"(data-)?hx-on", name):
                self.faults.append(f"<{tag}> has {name}=")
        if given.get("href", "").strip().lower().startswith(("javascript:", "data:", "vbscript:")):
            self.faults.append(f"<{tag}> leads to {given['href'][:30]}")

    def judge_address(self, tag: str, given: dict[str, str]) -> None:
        """Nothing is fetched from another host."""
        if tag == "link" and given.get("rel", "") in LINKS_NOT_FETCHED:
            return
        parts = urlsplit(given.get(FETCHED.get(tag, ""), ""))
        if parts.netloc or parts.scheme not in ("", "data"):
            self.faults.append(f"<{tag}> fetches from {parts.netloc or parts.scheme}")
        if "srcset" in given:
            self.faults.append(f"<{tag}> has srcset=, which nobody has judged")

    def words(self) -> str:
        """The text of the page with single spaces."""
        return " ".join("".join(self.text).split())


def faults(html: str, said: str = "") -> list[str]:
    """Everything wrong with an answer; empty when it is right. `said` is what the visitor typed, which pages repeat.

    An answer without a doctype is a fragment that htmx swaps into a page: what a whole page must have is
    not asked of it.
    """
    page = Page(html, said)
    found = page.faults + of_names(page)
    return found + of_a_whole_page(page) if html.lstrip()[:9].lower() == "<!doctype" else found


def of_names(page: Page) -> list[str]:
    """Ids that stand twice and form controls that nobody named."""
    found = [f"id={one!r} stands twice" for one in sorted({i for i in page.ids if page.ids.count(i) > 1})]
    for tag, given in page.controls:
        if given.get("id") not in page.labelled and not {"aria-label", "aria-labelledby"} & given.keys():
            found.append(f"<{tag} name={given.get('name', '')!r}> has no label")
    return found


def of_a_whole_page(page: Page) -> list[str]:
    """What every page has: one h1, a title, a language, a main part, and where to get help now."""
    found = [f"{page.counts.get(tag, 0)} <{tag}>" for tag in ("h1", "main", "title") if page.counts.get(tag) != 1]
    root = page.attributes.get("html", {})
    found += [] if page.title.strip(" –-") else ["an empty title"]
    found += [] if root.get("lang") else ["no language"]
    found += [] if root.get("dir") in ("ltr", "rtl") else ["no direction"]
    found += [] if CRISIS_NUMBERS <= set(page.links) else ["no crisis strip"]
    found += [f"{one!r} is pointed at and not there" for one in sorted(set(page.pointers) - set(page.ids))]
    steps = zip([0, *page.headings], page.headings, strict=False)
    found += [
        f"h{now} follows h{before}" if before else f"h{now} comes first" for before, now in steps if now > before + 1
    ]
    return found
