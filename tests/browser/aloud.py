"""What a screen reader says of a page from top to bottom, written down from Chromium's accessibility tree."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

# Roles that are said, and how; what is not here is passed over and what it holds is said.
SAID = {
    "RootWebArea": "page", "banner": "landmark banner", "main": "landmark main", "navigation": "landmark navigation",
    "complementary": "landmark complementary", "contentinfo": "landmark footer", "search": "landmark search",
    "region": "landmark region", "form": "landmark form", "heading": "heading", "link": "link", "button": "button",
    "textbox": "edit", "searchbox": "edit", "combobox": "list box", "radio": "radio button", "checkbox": "check box",
    "DisclosureTriangle": "fold", "list": "list", "group": "group", "status": "status", "alert": "alert",
    "image": "image", "table": "table", "term": "term",
}  # fmt: skip
# Their name is their text: what they hold is not said a second time.
WHOLE = {
    "heading",
    "link",
    "button",
    "DisclosureTriangle",
    "image",
    "radio",
    "checkbox",
    "term",
    "textbox",
    "searchbox",
    "combobox",
}
# Said only when they have a name.
NAMED = {"group", "form", "region", "list"}
STATES = {"pressed": "pressed", "checked": "checked", "current": "current", "disabled": "not available"}

Node = dict[str, Any]


def transcript(page: Page) -> str:
    """A line for each thing a screen reader stops at, in the order it reads."""
    session = page.context.new_cdp_session(page)
    nodes = {one["nodeId"]: one for one in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    root = next(one for one in nodes.values() if "parentId" not in one)
    return "\n".join(lines(root, nodes)) + "\n"


def lines(node: Node, nodes: dict[str, Node]) -> Iterator[str]:
    """What is said of a node and of what it holds."""
    role, name = value(node, "role"), " ".join(str(value(node, "name")).split())
    if role == "StaticText":
        if name:
            yield name
        return
    told = not node.get("ignored") and role in SAID and (name or role not in NAMED)
    if told:
        yield words(node, role, name) + (", link" if role == "heading" and holds_link(node, nodes) else "")
    if told and role in WHOLE:
        return
    for child in node.get("childIds", ()):
        if child in nodes:
            yield from lines(nodes[child], nodes)


def holds_link(node: Node, nodes: dict[str, Node]) -> bool:
    """Whether a heading is a link."""
    children = [nodes[child] for child in node.get("childIds", ()) if child in nodes]
    return any(value(child, "role") == "link" or holds_link(child, nodes) for child in children)


def words(node: Node, role: str, name: str) -> str:
    """Role, name, value, description and state of one node."""
    properties = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    level = f" {properties['level']}" if role == "heading" else ""
    typed = f", says “{value(node, 'value')}”" if SAID[role] in ("edit", "list box") and value(node, "value") else ""
    about = f", described as “{value(node, 'description')}”" if value(node, "description") else ""
    states = [STATES[one] for one in STATES if str(properties.get(one, "false")) in ("True", "true", "page", "mixed")]
    if "expanded" in properties:
        states.append("open" if properties["expanded"] else "closed")
    return f"{SAID[role]}{level}: {name}{typed}{about}".rstrip(": ") + "".join(f", {one}" for one in states)


def value(node: Node, of: str) -> Any:
    """A value of the tree, "" where it has none."""
    return node.get(of, {}).get("value", "")
