"""Which properties, parts and shared nouns each noun of HSDS 3.0 has, as data; pure.

A *part* belongs to one noun and is replaced with it (a phone, a schedule). A *shared* noun is known by its own id and
may hang on many (an organisation, a venue, a term).
"""

from dataclasses import dataclass, field
from typing import Any

from directory import models

Values = dict[str, Any]


@dataclass(frozen=True)
class Noun:
    """One noun: its model, its properties with the kind of each (see kinds.KINDS), and what hangs on it."""

    model: Any
    properties: dict[str, str]
    ours: frozenset[str] = frozenset()  # what the standard lacks: a record that is silent about it leaves it as it is
    parts: dict[str, str] = field(default_factory=dict)  # key: noun
    one: dict[str, str] = field(default_factory=dict)  # key of a shared noun, stored as <key>_id
    many: dict[str, str] = field(default_factory=dict)  # key of a list of shared nouns


def _kinds(**properties: str) -> dict[str, str]:
    """{property: kind} from kind="property property"."""
    return {name: kind for kind, names in properties.items() for name in names.split()}


def _parts(names: str) -> dict[str, str]:
    """{"phones": "phone"} from "phones": the standard's plurals."""
    irregular = {"addresses": "address", "accessibility": "accessibility", "funding": "funding"}
    return {name: irregular.get(name, name.removesuffix("s")) for name in names.split()}


NOUNS = {
    "service": Noun(
        models.Service,
        _kinds(
            name="name alternate_name",
            text="description interpretation_services application_process fees_description wait_time fees"
            " accreditations eligibility_description licenses alert not_for first_visit leaving returning",
            summary="summary assured_by",
            url="url",
            email="email assurer_email",
            status="status",
            age="minimum_age maximum_age",
            past_date="assured_date",
            date="open_until paused_until ended_on",
            moment="last_modified",
        ),
        ours=frozenset(
            "summary not_for first_visit leaving returning open_until paused_until ended_on assured_by"
            " translations".split()
        ),
        parts=_parts(
            "phones contacts schedules service_areas service_at_locations languages cost_options funding"
            " required_documents attributes translations"
        ),
        one={"organization": "organization", "program": "program"},
    ),
    "organization": Noun(
        models.Organization,
        _kinds(
            name="name alternate_name",
            text="description",
            email="email",
            url="website logo uri",
            line="tax_status tax_id legal_status",
            whole="year_incorporated",
            id="parent_organization_id",
        ),
        parts=_parts("organization_identifiers funding contacts phones attributes"),
        many={"locations": "location", "programs": "program"},
    ),
    "program": Noun(models.Program, _kinds(name="name alternate_name", text="description", id="organization_id")),
    "location": Noun(
        models.Location,
        _kinds(
            location_type="location_type",
            id="organization_id",
            url="url",
            name="name alternate_name",
            text="description transportation",
            number="latitude longitude",
            line="external_identifier external_identifier_type",
            sure_flag="address_public",
        ),
        parts=_parts("addresses accessibility languages phones contacts schedules attributes"),
    ),
    "service_at_location": Noun(
        models.ServiceAtLocation,
        _kinds(text="description"),
        parts=_parts("schedules phones contacts"),
        one={"location": "location"},
    ),
    "address": Noun(
        models.Address,
        _kinds(
            line="attention address_1 address_2 city region state_province country",
            code="postal_code address_type",
        ),
    ),
    "accessibility": Noun(models.Accessibility, _kinds(text="description details", url="url")),
    "contact": Noun(models.Contact, _kinds(name="name title department", email="email"), parts=_parts("phones")),
    "phone": Noun(
        models.Phone,
        _kinds(phone="number", whole="extension", code="type", text="description"),
        parts=_parts("languages"),
    ),
    "language": Noun(models.Language, _kinds(code="name code", text="note")),
    "schedule": Noun(
        models.Schedule,
        _kinds(
            date="valid_from valid_to dtstart until",
            freq="freq",
            times="interval count",
            byday="byday",
            wkst="wkst",
            numbers="byweekno bymonthday byyearday",
            time="opens_at closes_at",
            text="description attending_type notes",
            url="schedule_link",
            flag="on_bank_holidays term_time_only",
            dates="except_dates",
        ),
    ),
    "service_area": Noun(
        models.ServiceArea, _kinds(line="name", text="description extent", code="extent_type", url="uri")
    ),
    "cost_option": Noun(
        models.CostOption,
        _kinds(maybe_date="valid_from valid_to", line="option", code="currency", money="amount")
        | _kinds(text="amount_description"),
    ),
    "funding": Noun(models.Funding, _kinds(text="source")),
    # Ours: what an offer says in other languages (models/translation.py).
    "translation": Noun(
        models.Translation,
        _kinds(
            tag="language",
            own_words="field",
            text="text made_from",
            flag="by_computer",
            line="by_name checked_by",
            moment="at",
        ),
    ),
    "required_document": Noun(models.RequiredDocument, _kinds(text="document", url="uri")),
    "organization_identifier": Noun(
        models.OrganizationIdentifier, _kinds(code="identifier_scheme identifier_type identifier")
    ),
    "attribute": Noun(models.Attribute, _kinds(code="link_type", line="value"), one={"taxonomy_term": "taxonomy_term"}),
    "taxonomy_term": Noun(
        models.TaxonomyTerm,
        _kinds(code="taxonomy code language", name="name", text="description", id="parent_id", url="term_uri"),
    ),
    "taxonomy": Noun(models.Taxonomy, _kinds(code="name version", text="description", url="uri")),
}
# The order in which they are saved, so that whatever a row points at is there first.
SHARED = ("taxonomy", "taxonomy_term", "organization", "program", "location")
PARTS = ("service_at_location", "contact", "phone", "language") + tuple(
    sorted(set(NOUNS) - {*SHARED, "service", "service_at_location", "contact", "phone", "language"})
)
# What a column that may not be empty holds when nothing was said.
UNSAID: Values = {"address_public": True, "location_type": "physical", "term_time_only": False, "made_from": "",
                  "by_computer": True}  # fmt: skip

CALENDAR = ("date", "past_date", "maybe_date", "moment")
