"""Dates, times, schedules and distances in the words people say, in the reader's language (NHS service manual style).

Everything here needs the application context of Flask-Babel. Each phrase is a whole one with named gaps, so that a
translation may put the gaps in another order; names of weekdays and months come from the CLDR.
"""

from collections.abc import Sequence
from datetime import date, time

from babel import Locale
from babel.dates import format_skeleton, format_time, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal
from dateutil.relativedelta import relativedelta
from flask_babel import get_locale, gettext, ngettext

from directory.recurrence import Rule, ScheduleLike, rule_of
from directory.schedules import Session

MIDNIGHT, MIDDAY = time(0), time(12)


def clock(moment: time) -> str:
    """A time of day: "2pm", "5:30pm", "midday", "midnight"; other languages as the CLDR writes it ("14:00")."""
    moment = moment.replace(second=0, microsecond=0, tzinfo=None)
    if moment == MIDNIGHT:
        return gettext("midnight")
    if moment == MIDDAY:
        return gettext("midday")
    if not _english():
        said = format_time(moment, "short", locale=_locale())
        if _locale().text_direction == "rtl" and said.isascii():  # "2:00 PM" would be turned round in Urdu
            said = f"{moment:%H:%M}"
        return said.replace(" ", "\u00a0")
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def hours(opens: time | None, closes: time | None) -> str:
    """Opening hours: "2pm to 4pm", "from 2pm", "until 4pm", "24 hours"; "" when neither is known."""
    if opens is not None and opens == closes:  # all day and night, or a slip that tells no end
        return gettext("24 hours") if opens == MIDNIGHT else gettext("from %(time)s", time=clock(opens))
    if opens is not None and closes is not None:
        return gettext("%(start)s to %(end)s", start=clock(opens), end=clock(closes))
    if opens is not None:
        return gettext("from %(time)s", time=clock(opens))
    return gettext("until %(time)s", time=clock(closes)) if closes is not None else ""


def day(when: date, today: date) -> str:
    """ "today", "tomorrow", "Thursday 26 November"; with the year when it is 11 months away or more."""
    if when == today:
        return gettext("today")
    if (when - today).days == 1:
        return gettext("tomorrow")
    return full_date(when, today)


def in_year(when: date) -> str:
    """A day of a year that goes without saying: "26 November", "26 de noviembre"."""
    return str(format_skeleton("MMMMd", when, locale=_locale()))


def month(when: date) -> str:
    """A month with its year: "November 2026"."""
    return str(format_skeleton("yMMMM", when, locale=_locale()))


def full_date(when: date, today: date | None) -> str:
    """ "Thursday 26 November", with the year when it is 11 months from `today` or more; without when that is None."""
    near = today is None or today - relativedelta(months=11) < when < today + relativedelta(months=11)
    parts = {"weekday": weekday_name(when.weekday()), "day": _day_number(when.day), "month": _month_name(when.month)}
    if near:
        return gettext("%(weekday)s %(day)s %(month)s", **parts)
    return gettext("%(weekday)s %(day)s %(month)s %(year)s", **parts, year=when.year)


def session(found: Session, today: date) -> str:
    """One meeting: "Thursday 26 November, 2pm to 4pm", and what to check about it first."""
    starts, ends = found.starts, found.ends
    said = hours(starts.time() if found.timed else None, ends.time() if ends else None)
    parts = {"day": day(starts.date(), today), "hours": said}
    if found.check and said:
        return gettext("%(day)s, %(hours)s, check first: bank holiday", **parts)
    if found.check:
        return gettext("%(day)s, check first: bank holiday", **parts)
    return gettext("%(day)s, %(hours)s", **parts) if said else parts["day"]


def ago(when: date, today: date) -> str:
    """How long ago: "today", "9 days ago", "3 weeks ago", "2 months ago", "over a year ago"; a future day as a date."""
    days, passed = (today - when).days, relativedelta(today, when)
    if days < 0:
        return full_date(when, today)
    if days < 2:
        return gettext("yesterday") if days else gettext("today")
    if days < 14:
        return ngettext("%(num)d day ago", "%(num)d days ago", days)
    if passed.years:
        return gettext("over a year ago")
    if passed.months < 2:
        return ngettext("%(num)d week ago", "%(num)d weeks ago", days // 7)
    return ngettext("%(num)d month ago", "%(num)d months ago", passed.months)


def miles_away(miles: float) -> str:
    """A distance in miles to 1 decimal: "0.4 miles", "1 mile", "12 miles", "less than 0.1 miles"."""
    if miles < 0.1:
        return gettext("less than %(distance)s miles", distance=format_decimal(0.1, locale=_locale()))
    shown = round(miles, 1)
    if shown == int(shown):
        return ngettext("%(num)d mile", "%(num)d miles", int(shown))
    return gettext("%(distance)s miles", distance=format_decimal(shown, "#,##0.0", locale=_locale()))


def pattern(schedule: ScheduleLike, today: date | None = None) -> str:
    """When it is on, as a rule: "Every Thursday, 2pm to 4pm, in school term time only".

    Falls back to the schedule's own description when there is no pattern to say, and to "" without one. With `today`
    it also says when the pattern has yet to begin and when it ends, and gives far dates their year.
    """
    rule, words = rule_of(schedule), usual(schedule, today)
    said = rule is not None and rule.freq != "ONCE" and _days(rule, today)
    return _with_limits(words, schedule, rule, today) if rule and said else words


def usual(schedule: ScheduleLike, today: date | None = None) -> str:
    """The days and hours of the same rule without what narrows it: "Every Thursday, 2pm to 4pm"."""
    rule = rule_of(schedule)
    days = _days(rule, today) if rule else ""
    if not days:
        return (schedule.description or "").strip()
    said = hours(schedule.opens_at, schedule.closes_at)
    return gettext("%(days)s, %(hours)s", days=days, hours=said) if said else days


def _with_limits(words: str, schedule: ScheduleLike, rule: Rule, today: date | None) -> str:
    """The pattern with what narrows it, each as a phrase around it."""
    if rule.weeks:
        words = gettext("%(pattern)s, in some weeks only", pattern=words)
    if schedule.term_time_only:
        words = gettext("%(pattern)s, in school term time only", pattern=words)
    if schedule.on_bank_holidays is False:
        words = gettext("%(pattern)s, not on bank holidays", pattern=words)
    if schedule.on_bank_holidays:
        words = gettext("%(pattern)s, bank holidays included", pattern=words)
    first = max(filter(None, (rule.start, schedule.valid_from)), default=None)
    last = min(filter(None, (schedule.until, schedule.valid_to)), default=None)
    if today and first and first > today:
        words = gettext("%(pattern)s, from %(date)s", pattern=words, date=full_date(first, today))
    if today and last:
        words = gettext("%(pattern)s, until %(date)s", pattern=words, date=full_date(last, today))
    return words


def _days(rule: Rule, today: date | None) -> str:
    """The days of a rule in words; "" for one there are no plain words for."""
    if rule.freq == "ONCE" and rule.start:
        return full_date(rule.start, today)
    if rule.freq == "WEEKLY":
        return _weekly(rule)
    words = _monthly(rule)
    if words and rule.interval > 1:
        return ngettext(
            "%(pattern)s, every %(num)d month", "%(pattern)s, every %(num)d months", rule.interval, pattern=words
        )
    return words


def _weekly(rule: Rule) -> str:
    """ "Every Monday and Thursday", "Monday to Friday", "Every day", "Every 2 weeks on Tuesday"."""
    days = sorted({weekday for _, weekday in rule.days})
    listed = _listed([weekday_name(weekday) for weekday in days])
    if rule.interval > 1:
        return ngettext("Every %(num)d week on %(days)s", "Every %(num)d weeks on %(days)s", rule.interval, days=listed)
    if len(days) == 7:
        return gettext("Every day")
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return gettext("%(first)s to %(last)s", first=weekday_name(days[0]), last=weekday_name(days[-1]))
    return gettext("Every %(days)s", days=listed)


def _monthly(rule: Rule) -> str:
    """ "First Monday of the month", "Every month on the first Monday and third Monday", "The 15th of every month"."""
    if rule.days and rule.monthdays:
        return ""
    if rule.monthdays:
        return _by_number(rule.monthdays)
    positions = {position for position, _ in rule.days}
    if positions == {0}:
        return gettext("Every %(days)s", days=_listed([weekday_name(weekday) for _, weekday in rule.days]))
    if len(rule.days) == 1:
        return _one_of_month(*rule.days[0])
    # By the calendar: the first before the third, the last after both.
    in_order = sorted(rule.days, key=lambda part: (part[0] < 0, part[0], part[1]))
    named = [_nth(position, weekday_name(weekday)) for position, weekday in in_order]
    return gettext("Every month on the %(days)s", days=_listed(named)) if all(named) else ""


def _one_of_month(position: int, weekday: int) -> str:
    """One weekday of each month; "" for positions nobody says aloud."""
    name = weekday_name(weekday)
    return {
        1: gettext("First %(day)s of the month", day=name),
        2: gettext("Second %(day)s of the month", day=name),
        3: gettext("Third %(day)s of the month", day=name),
        4: gettext("Fourth %(day)s of the month", day=name),
        5: gettext("Fifth %(day)s of the month, when there is one", day=name),
        -1: gettext("Last %(day)s of the month", day=name),
        -2: gettext("Last %(day)s but one of the month", day=name),
    }.get(position, "")


def _nth(position: int, name: str) -> str:
    """The same inside a list; "" for positions nobody says aloud."""
    return {
        1: gettext("first %(day)s", day=name),
        2: gettext("second %(day)s", day=name),
        3: gettext("third %(day)s", day=name),
        4: gettext("fourth %(day)s", day=name),
        5: gettext("fifth %(day)s", day=name),
        -1: gettext("last %(day)s", day=name),
    }.get(position, "")


def _by_number(numbers: Sequence[int]) -> str:
    """Days of the month by their number; the last day by name; "" for others counted from the end."""
    if tuple(numbers) == (-1,):
        return gettext("Last day of the month")
    if min(numbers) < 0:
        return ""
    return gettext("The %(days)s of every month", days=_listed([_ordinal(number) for number in numbers]))


def _ordinal(number: int) -> str:
    """ "15th" in English; the bare number elsewhere, where endings follow other rules."""
    if not _english():
        return str(number)
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def weekday_name(weekday: int) -> str:
    """The name of a weekday, 0 for Monday."""
    return get_day_names("wide", locale=_locale())[weekday]


def _month_name(month: int) -> str:
    """The name of a month, 1 for January, in the form it has in a date: Chinese numbers its months in digits."""
    return get_month_names("abbreviated" if _locale().language == "zh" else "wide", locale=_locale())[month]


def _day_number(number: int) -> str:
    """A day of a month; French has a word of its own for the first ("1er mai")."""
    return "1er" if number == 1 and _locale().language == "fr" else str(number)


def _listed(items: Sequence[str]) -> str:
    return format_list(items, locale=_locale())


def _english() -> bool:
    return _locale().language == "en"


def _locale() -> Locale:
    """The reader's locale; English is British, also where the setting says only "en"."""
    chosen = get_locale()
    return Locale("en", "GB") if chosen is None or chosen.language == "en" else chosen
