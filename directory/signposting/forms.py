"""What is asked for in an appointment and how a handout is to look: read from an address, unknown parts dropped."""

from dataclasses import dataclass
from typing import Any

from directory import index
from directory.index import Query
from directory.index.choosing import ALONE
from directory.index.query import Args, codes

MOST_AREAS = 3
ANY_WAY = "any"  # the value of `access` that lets in what needs a professional
WEEK = "week"  # the value of `day` for the next seven days; search itself knows only weekdays and today
AGES = ("under-18", "18-25", "50-plus")
SIZES = ("standard", "large", "largest")


@dataclass(frozen=True)
class Wish:
    """Areas of life with what narrows them; `asked` has the access and the day that are meant."""

    areas: tuple[str, ...]
    asked: Query
    week: bool
    any_way: bool
    too_many: bool

    @classmethod
    def of(cls, args: Args) -> "Wish":
        """The wish an address holds. Without `access` only what one can walk into or join alone is meant."""
        query = index.asked(args)
        chosen = codes(args.getlist("area"), {code for code, _name, _served in index.areas_of_life()})
        any_way = ANY_WAY in args.getlist("access")
        access = () if any_way else query.access or ALONE
        plain = query.but(q="", category=(), sort="best", cut=False, access=access)
        return cls(chosen[:MOST_AREAS], plain, WEEK in args.getlist("day"), any_way, len(chosen) > MOST_AREAS)

    @property
    def age(self) -> str:
        """The age group asked for, or ""."""
        return next((code for code in self.asked.audience if code in AGES), "")

    @property
    def people(self) -> str:
        """Who the person is comfortable with, or ""."""
        return next((code for code in self.asked.audience if code not in AGES), "")

    @property
    def when(self) -> str:
        """The choice of day: "", "today" or "week"."""
        return WEEK if self.week else "today" if "today" in self.asked.day else ""


@dataclass(frozen=True)
class Paper:
    """How a handout looks: its text size, one fact a line, and whether it must tell nobody what it is about."""

    size: str = "standard"
    easy: bool = False
    discreet: bool = False

    @classmethod
    def of(cls, args: Args) -> "Paper":
        """The choice an address holds."""
        size = args.get("size", "")
        easy, discreet = (args.get(name, "") == "1" for name in ("easy", "discreet"))
        return cls(size if size in SIZES else "standard", easy, discreet)

    def args(self) -> dict[str, Any]:
        """For url_for; the size is always said, so that a choice can be told from a first look."""
        said = {"easy": self.easy, "discreet": self.discreet}
        return {"size": self.size} | {name: "1" for name, yes in said.items() if yes}
