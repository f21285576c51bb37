"""Advice on words that could be plainer. Advice only: nothing is ever refused for them."""

import re

from flask_babel import gettext as _

JARGON = ("holistic", "signposting", "service user", "co-produced", "coproduced", "empower", "pathway", "stakeholder")
DIAGNOSES = ("depression", "schizophrenia", "bipolar", "psychosis", "personality disorder", "ptsd", "diagnosis of")


def advised(text: str, field: str) -> list[str]:
    """What could be plainer in a text: long sentences (over 25 words), jargon, a diagnosis as the only way in."""
    plain, found = text.casefold(), []
    if any(len(sentence.split()) > 25 for sentence in re.split(r"[.!?\n]", text)):
        found.append(_("One sentence is long. Two short ones are easier to read."))
    found += [_("Can you say “%(word)s” in a plainer way?", word=word) for word in JARGON if word in plain]
    if field == "eligibility_description" and any(one in plain for one in DIAGNOSES):
        found.append(_("Can people without a diagnosis come too? If so, say it."))
    return found
