"""A tiny browser without JavaScript: it can follow links, fill in forms and press buttons, and nothing else.

A journey through it proves that the way works for everybody.
"""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.datastructures import MultiDict

from tests.client import HouseClient
from tests.html import Page

BUTTONS = ("submit", "image")


def words(element: Element) -> str:
    """What a reader reads in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


class Reader:
    """One visitor at one page. Every page passed is checked by the client."""

    def __init__(self, client: HouseClient) -> None:
        self.client = client
        self.address = ""
        self.typed: dict[str, list[str]] = {}

    def visit(self, address: str) -> "Reader":
        """Types an address in; redirects are followed. The page must be there."""
        return self.arrive(self.client.get(address, follow_redirects=True))

    def arrive(self, response) -> "Reader":
        """Reads the page that came back."""
        assert response.status_code < 400, f"{response.request.path} answered {response.status_code}"
        self.response, self.address = response, response.request.full_path.rstrip("?")
        self.tree = html5lib.parse(response.text, treebuilder="etree", namespaceHTMLElements=False)
        self.page, self.typed = Page(response.text), {}
        return self

    @property
    def words(self) -> str:
        """The text of the page."""
        return self.page.words()

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return words(next(self.tree.iter("h1")))

    def links(self, text: str = "") -> list[tuple[str, str]]:
        """(words, address) of the links whose words contain `text`, in the order of the page."""
        found = [(words(one), one.get("href", "")) for one in self.tree.iter("a") if one.get("href")]
        return [(said, where) for said, where in found if text.lower() in said.lower()]

    def follow(self, text: str) -> "Reader":
        """Follows the first link that says `text`; one that says exactly that comes first."""
        found = sorted(self.links(text), key=lambda link: link[0].lower() != text.lower())
        assert found, f"no link says {text!r} on {self.address}; there are: {[said for said, _ in self.links()]}"
        return self.visit(urldefrag(urljoin(self.address, found[0][1]))[0])

    def control(self, label: str) -> Element:
        """The form control a label names, or the one that carries that name for screen readers."""
        for one in self.tree.iter("label"):
            if words(one).lower().startswith(label.lower()):
                inside = [found for found in one.iter() if found.tag in ("input", "select", "textarea")]
                return inside[0] if inside else self.by_id(one.get("for", ""))
        for one in self.tree.iter():
            if (one.get("aria-label") or "").lower() == label.lower():
                return one
        raise AssertionError(f"nothing on {self.address} is labelled {label!r}")

    def by_id(self, name: str) -> Element:
        """The element with that id."""
        return next(one for one in self.tree.iter() if one.get("id") == name)

    def fill(self, label: str, value: str) -> "Reader":
        """Types into a field, or picks an option of a list by its words."""
        control = self.control(label)
        if control.tag == "select":
            options = {words(one): one.get("value", words(one)) for one in control.iter("option")}
            assert value in options, f"{label!r} has {list(options)}"
            value = options[value]
        self.typed[control.get("name", "")] = [value]
        return self

    def tick(self, *labels: str) -> "Reader":
        """Ticks boxes or a radio button."""
        for label in labels:
            control = self.control(label)
            name = control.get("name", "")
            kept = [] if control.get("type") == "radio" else self.typed.get(name, [])
            self.typed[name] = [*kept, control.get("value", "on")]
        return self

    def press(self, text: str) -> "Reader":
        """Presses a button: sends its form as a browser would."""
        for form in self.tree.iter("form"):
            for button in (*form.iter(), *self.outside(form)):
                said = words(button) or button.get("value", "") or button.get("aria-label", "")
                if button.tag in ("button", "input") and text.lower() in said.lower():
                    return self.send(form, button)
        raise AssertionError(f"no button says {text!r} on {self.address}")

    def outside(self, form: Element) -> list[Element]:
        """The buttons that stand elsewhere on the page and name this form as theirs."""
        return [one for one in self.tree.iter("button") if form.get("id") and one.get("form") == form.get("id")]

    def send(self, form: Element, button: Element) -> "Reader":
        """GET with a query or POST with a body."""
        data = MultiDict(self.successful(form, button))
        target = urljoin(self.address, form.get("action") or self.address.split("?")[0])
        if (form.get("method") or "get").lower() == "get":
            return self.arrive(self.client.get(target, query_string=data, follow_redirects=True))
        return self.arrive(self.client.post(target, data=data, follow_redirects=True))

    def successful(self, form: Element, button: Element) -> Iterator[tuple[str, str]]:
        """The controls a browser would send: what was typed instead of what stood there."""
        names = {one.get("name") for one in form.iter()}
        yield from ((name, sent(value)) for name, values in self.typed.items() if name in names for value in values)
        for control in form.iter():
            name = control.get("name")
            if name and name not in self.typed and control.get("disabled") is None:
                yield from ((name, sent(value)) for value in standing(control))
        if button.get("name"):
            yield button.get("name", ""), button.get("value", "")


def sent(value: str) -> str:
    """A value as browsers send it, with CR LF at the end of its lines, in hidden fields too (WHATWG HTML)."""
    return re.sub(r"\r\n|\r|\n", "\r\n", value)


def standing(control: Element) -> list[str]:
    """What a control sends when nobody touches it."""
    if control.tag == "textarea":
        return ["".join(control.itertext())]
    if control.tag == "select":
        options = list(control.iter("option"))
        picked = [one for one in options if one.get("selected") is not None] or options[:1]
        return [one.get("value", words(one)) for one in picked]
    kind = (control.get("type") or "text").lower()
    if control.tag != "input" or kind in (*BUTTONS, "button", "reset", "file"):
        return []
    if kind in ("checkbox", "radio"):
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [control.get("value", "")]
