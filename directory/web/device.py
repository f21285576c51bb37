"""What a browser calls itself, in as many words as its owner needs to know it again; for who is signed in only."""

import re

BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"), ("Samsung Internet", r"SamsungBrowser/"), ("Opera", r"OPR/|Opera"),
    ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrom(e|ium)/|CriOS/"), ("Safari", r"Safari/"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac", "Macintosh"), ("Chromebook", "CrOS"), ("Linux", "Linux"),
)  # fmt: skip


def device(user_agent: str) -> str:
    """The names of browser and system, such as "Firefox, Android"; "" when neither is known."""
    found = [next((name for name, sign in kinds if re.search(sign, user_agent)), "") for kinds in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name)
