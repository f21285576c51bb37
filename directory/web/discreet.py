"""Topics where somebody may be watching: their pages have neutral titles, are kept nowhere and can be left fast."""

from collections.abc import Collection, Mapping

from directory.index import Found
from directory.models import Service

# Domestic and sexual abuse, stalking, honour-based abuse and abuse of children all stand under these.
TOPICS = {"category": "safety", "need": "not-safe"}
TAXONOMIES = {"category": "categories", "need": "needs"}
DANGER = "abuse"  # the kind of crisis phrase that speaks of somebody else


def about(codes: Mapping[str, Collection[str]]) -> bool:
    """Whether {facet: codes} of an offer or of a question name such a topic."""
    return any(code in codes.get(facet, ()) for facet, code in TOPICS.items())


def offer(service: Service) -> bool:
    """Whether an offer is about such a topic."""
    return about({facet: service.codes(taxonomy) for facet, taxonomy in TAXONOMIES.items()})


def search(found: Found) -> bool:
    """Whether a search asks about such a topic, by its filters or its words, or what it found first is about one."""
    asked = about({facet: getattr(found.query, facet) for facet in TOPICS})
    first = found.hits[0].codes if found.query.q and found.hits else {}
    return asked or DANGER in found.crisis or about(first)
