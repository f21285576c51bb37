"""A page without a fault, and pages with one fault each: what the page gate is measured with."""

CLEAN = """<!DOCTYPE html>
<html lang="en-GB" dir="ltr">
<head>
  <meta charset="utf-8">
  <title>Walking group – Community support</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <style>
    * { box-sizing: border-box }
    body { margin: 0; color: #212b32; background: #fff; font: 1rem/1.5 sans-serif }
    header { position: sticky; top: 0; padding: 4px 16px; background: #eff4f9 }
    main, footer { max-width: 40rem; padding: 16px }
    a { color: #004a91 }
    header a, ul a { display: inline-block; padding: 8px 0 }
    ul { padding: 0; list-style: none }
    a:focus, button:focus, input:focus { outline: 3px solid #212b32; background: #ffeb3b; color: #212b32 }
    label { display: block }
    input, button { min-height: 44px; padding: 4px 12px; border: 2px solid #4c6272; font: inherit }
    input { width: 100%; max-width: 20rem }
    button { background: #004a91; color: #fff }
    dl a { display: inline-block; padding: 12px 0 }
    .note { padding: 8px; background: #eff4f9 }
    section { scroll-margin-top: 64px }
    html { scroll-padding-top: 64px }
  </style>
</head>
<body>
  <header><a href="#main">Skip to main content</a></header>
  <nav aria-label="Site"><ul><li><a href="/">Home</a></li> <li><a href="/about">About</a></li></ul></nav>
  <main id="main" tabindex="-1">
    <h1>Walking group</h1>
    <p>We walk slowly in the park and rest when you like. Read <a href="/park">what the park is like</a> first.</p>
    <p class="note">Bring a coat. You do not have to talk.</p>
    <h2>Write to us</h2>
    <form action="/send" method="post">
      <p><label for="who">Your name</label> <input id="who" name="who" type="text" autocomplete="name"></p>
      <p><label for="mail">E-mail</label> <input id="mail" name="mail" type="email" autocomplete="email"></p>
      <button type="submit">Send</button>
    </form>
    <h2>When</h2>
    <table><tr><th scope="col">Day</th><th scope="col">Time</th></tr><tr><td>Monday</td><td>2pm</td></tr></table>
    <h3>Ring us</h3>
    <dl class="acts"><dt>Phone</dt><dd><a href="tel:02079460123"><bdi dir="ltr">020 7946 0123</bdi></a></dd></dl>
    <p lang="es">También hablamos español: pregunte por Lucía, que está los lunes y con gusto le llama.</p>
    <p lang="ar" dir="rtl">نتحدث العربية أيضًا، اتصل بنا على <bdi dir="ltr">020 7946 0123</bdi> في أي وقت.</p>
    <h2 id="list">Other groups</h2>
    <button type="button" id="more">Show more groups</button>
    <ul id="groups"><li><a href="/knitting">Knitting</a></li></ul>
    <p role="status" id="status"></p>
  </main>
  <footer><p>Run by neighbours.</p></footer>
  <script>
    document.getElementById("more").addEventListener("click", () => {
      const groups = document.getElementById("groups");
      groups.innerHTML += '<li><a href="/chess">Chess</a></li>';
      document.getElementById("status").textContent = "2 groups";
    });
  </script>
</body>
</html>
"""

# What is wrong, what the gate says of it, the text of the clean page that is replaced, and what stands there instead.
DEFECTS: list[tuple[str, str, str, str]] = [
    ("contrast of body text below 4.5", "axe violations: color-contrast",
     "color: #212b32; background: #fff", "color: #8a8a8a; background: #fff"),
    ("contrast of body text below 7", "contrast is 5.4, not 7",
     "color: #212b32; background: #fff", "color: #6a6a6a; background: #fff"),
    ("a link in text told by colour alone", "link-in-text-block",
     "a { color: #004a91 }", "a { color: #004a91; text-decoration: none }"),
    ("a target of 16 pixels", "a target of",
     "header a, ul a { display: inline-block; padding: 8px 0 }",
     "header a, ul a { display: block; font-size: 10px; line-height: 16px }"),
    ("the phone number is a low target", "a primary target 26 high",
     "dl a { display: inline-block; padding: 12px 0 }",
     "dl a { display: inline-block; padding: 1px 0 }"),
    ("a positive tabindex", "axe violations: tabindex",
     '<input id="mail"', '<input id="mail" tabindex="3"'),
    ("an element is never closed", "nu: ",
     "<p class=\"note\">Bring a coat. You do not have to talk.</p>",
     "<div class=\"note\">Bring a coat. You do not have to talk."),
    ("an id stands twice", "nu: ",
     '<h2 id="list">', '<h2 id="who">'),
    ("wider than a small screen", "reflow: ",
     ".note {", ".note { width: 420px;"),
    ("text is cut when it is spaced", "text spaced, clipping",
     ".note {", ".note { height: 40px; overflow: hidden; line-height: 1.2;"),
    ("no room for words of twice the length", "words doubled, clipping",
     "button { background: #004a91; color: #fff }",
     "button { background: #004a91; color: #fff; width: 10rem; overflow: hidden; white-space: nowrap }"),
    ("focus is hidden behind the header", "focus is hidden",
     "padding: 4px 16px; background: #eff4f9 }\n",
     "padding: 4px 16px; background: #eff4f9; height: 60vh }\n"),
    ("no focus style", "no visible focus style",
     "{ outline: 3px solid #212b32; background: #ffeb3b; color: #212b32 }", "{ outline: none }"),
    ("a box can be clicked and not focused", "clicks: ",
     '<button type="button" id="more">Show more groups</button>',
     '<div id="more">Show more groups</div>'),
    ("Spanish inside English", "words of “es”",
     '<p lang="es">', "<p>"),
    ("Arabic runs from left to right", "directions: ",
     '<p lang="ar" dir="rtl">', '<p lang="ar">'),
    ("a bidi control character", "bidi: ",
     "Run by neighbours.", "Run by \u202eneighbours."),
    ("a link says nothing", "says nothing",
     '<a href="/park">what the park is like</a>', 'about the park <a href="/park">here</a>'),
    ("one name, two links", "the same link name",
     '<li><a href="/knitting">Knitting</a></li>', '<li><a href="/knitting">About</a></li>'),
    ("one's own e-mail without autocomplete", "without autocomplete",
     ' autocomplete="email"', ""),
    ("no visible label", "without a visible label",
     '<label for="who">Your name</label> <input id="who"', '<input id="who" aria-label="Your name"'),
    ("a placeholder for a label", "a placeholder stands",
     '<label for="who">Your name</label> <input id="who"',
     '<input id="who" aria-label="Your name" placeholder="Your name"'),
    ("a table without th", "without th",
     '<th scope="col">Day</th><th scope="col">Time</th>', "<td>Day</td><td>Time</td>"),
    ("a heading is skipped", "h4 follows h2",
     "<h3>Ring us</h3>", "<h4>Ring us</h4>"),
    ("a change that is not said", "announced 0 times",
     'document.getElementById("status").textContent = "2 groups";', ""),
    ("paste is blocked", "paste is blocked",
     "<script>\n", "<script>\n    document.getElementById('mail').addEventListener('paste', "
     "(event) => event.preventDefault());\n"),
    ("a handler in the page", "holds a script",
     '<button type="submit">', '<button type="submit" onclick="return true">'),
]  # fmt: skip


def with_defect(name: str) -> str:
    """The clean page with that fault."""
    old, new = next(row[2:] for row in DEFECTS if row[0] == name)
    assert CLEAN.count(old) == 1, f"{name}: {old!r} stands {CLEAN.count(old)} times"
    return CLEAN.replace(old, new)
