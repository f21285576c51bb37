"""Totals in words that tell of nobody."""

from flask_babel import gettext as _
from flask_babel import ngettext

from directory import counts


def times(number: int) -> str:
    """A number that tells of nobody: those under five are not told apart."""
    if 0 < number < counts.LEAST:
        return _("fewer than %(number)s times", number=counts.LEAST)
    return ngettext("%(num)d time", "%(num)d times", number)
