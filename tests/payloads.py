"""What somebody might type to make a page run what they wrote, and whether a page let it become markup."""

import html5lib

# What ends the place a text stands in, and what would run after it; each rings `alert`.
ENDS = ("", '">', "'>", "</textarea>", "</title>", "</script>", "-->", "</style>", "\u202e", "]]>")
RUNS = (
    "<script>alert(1)</script>",
    "<script src=//evil.example></script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1) autofocus onfocus=alert(1)>x</a>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>@import '//evil.example';</style>",
    "<marquee onstart=alert(1)>x",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<x hx-get=/search hx-trigger=load>",
    "<x hx-on:load=alert(1) hx-on::load=alert(1)>",
    "<x style=animation-name:fade onanimationstart=alert(1)>",
    '" onmouseover="alert(1)" autofocus onfocus="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "{{ alert(1) }}${alert(1)}{% raw %}",
    "javascript:alert(1)//",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;img src=x onerror=alert(1)&#62;",
)
PAYLOADS = tuple(end + run for run in RUNS for end in ENDS)
PLACES = ("src", "href", "action", "srcdoc", "content")  # attributes that say where to go
FOREIGN = ("iframe", "marquee", "object", "embed", "base", "animate", "style", "x", "video", "math")


def harmless(html: str) -> bool:
    """Whether a page holds no element and no attribute that a payload could have made."""
    for element in html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str) and not ours(element.tag.rpartition("}")[2], dict(element.attrib)):
            return False
    return True


def ours(tag: str, attributes: dict[str, str]) -> bool:
    """Whether one of our templates could have written this element."""
    where = " ".join(attributes.get(name, "") for name in PLACES).strip().lower()
    if tag in FOREIGN or "evil.example" in where or where.startswith("javascript:") or attributes.get("src") == "x":
        return False
    if any(name.startswith(("on", "hx-on")) for name in attributes):
        return False
    inline = tag == "script" and not attributes.get("src")
    return not inline or attributes.get("type") == "application/ld+json"
