"""The page checker sees every fault it is there for, and none on a right page."""

import pytest

from tests.html import faults

RIGHT = """<!DOCTYPE html>
<html lang="en-GB" dir="ltr"><head><meta charset="utf-8"><title>Cooking – Support</title>
<link rel="stylesheet" href="/static/site.css"><link rel="canonical" href="https://example.org/">
<script src="/static/site.js" defer></script>
<script type="application/ld+json">{"name": "\\u003cb\\u003e"}</script></head>
<body><aside><a href="tel:111">111</a> <a href="tel:999">999</a></aside>
<main><h1>Cooking</h1><h2>Near you</h2><svg><title>map</title><circle r="1"/></svg>
<form action="/search"><label for="q">What</label><input id="q" name="q" aria-describedby="hint"><p id="hint">Say it</p>
<label>Where <input name="near"></label><input type="hidden" name="x"><button>Go</button></form>
<p>Tom &amp; Co</p><br></main></body></html>"""

WRONG = {
    "two h1": ("<h2>Near you</h2>", "<h1>Near you</h1>"),
    "no h1": ("<h1>Cooking</h1><h2>Near you</h2>", ""),
    "empty title": ("<title>Cooking – Support</title>", "<title> – </title>"),
    "no lang": (' lang="en-GB"', ""),
    "no direction": (' dir="ltr"', ""),
    "no main": ("main>", "div>"),
    "no crisis strip": ('<a href="tel:999">999</a>', ""),
    "no label": ('<label for="q">What</label>', "What"),
    "an id twice": ('id="hint"', 'id="q"'),
    "points at nothing": ('id="hint"', 'id="hints"'),
    "a heading skipped": ("<h2>Near you</h2>", "<h3>Near you</h3>"),
    "inline script": ("<br>", "<script>go()</script>"),
    "a tag in the linked data": ("\\u003cb\\u003e", "<b>"),
    "inline style element": ("<br>", "<style>p{}</style>"),
    "inline style": ("<br>", '<br style="color:red">'),
    "a handler": ("<br>", '<br onclick="go()">'),
    "an htmx handler": ("<br>", '<br data-hx-on:click="go()">'),
    "a script link": ("<br>", '<a href="javascript:go()">x</a>'),
    "another host's script": ('src="/static/site.js"', 'src="//cdn.example/site.js"'),
    "another host's style": ('href="/static/site.css"', 'href="https://cdn.example/site.css"'),
    "another host's picture": ("<br>", '<img alt="" src="https://example.org/x.png">'),
    "a form to another host": ('action="/search"', 'action="https://example.org/"'),
    "not closed": ("<p>Tom", "<div><p>Tom"),
    "closed in the wrong order": ("Tom &amp; Co</p>", "<b><i>Tom</b></i></p>"),
    "an attribute twice": ("<br>", '<br class="a" class="b">'),
    "a template's inside": ("Tom", "{{ name }}"),
    "nothing shown as a word": ("Tom &amp; Co", "None"),
    "escaped twice": ("Tom &amp; Co", "&amp;lt;b&amp;gt;"),
}


def test_a_right_page_has_no_fault():
    assert faults(RIGHT) == []


@pytest.mark.parametrize("old,new", WRONG.values(), ids=WRONG)
def test_a_fault_is_seen(old, new):
    assert old in RIGHT
    assert len(faults(RIGHT.replace(old, new))) >= 1


def test_a_fragment_needs_no_head():
    assert faults('<ul><li><a href="/offers/x">x</a></li></ul>') == []
    assert faults('<ul><li id="a">x</li><li id="a">y</li></ul>') == ["id='a' stands twice"]
