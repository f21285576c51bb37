"""The nouns, in the words of Open Referral (HSDS 3.0), with the few fields an offer needs and the standard lacks."""

from directory.models.changes import Change, ChangeCounter, DailyCount
from directory.models.contact import Contact, Language, Phone
from directory.models.crisis import CrisisLine, CrisisPhrase
from directory.models.location import Accessibility, Address, Location, ServiceAtLocation
from directory.models.organization import Funding, Organization, OrganizationIdentifier, Program
from directory.models.place import Place, SchoolTerm
from directory.models.public_name import PublicName
from directory.models.schedule import Schedule
from directory.models.service import CostOption, RequiredDocument, Service, ServiceArea
from directory.models.taxonomy import AreaCategory, Attribute, Synonym, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Address",
    "AreaCategory",
    "Attribute",
    "Change",
    "ChangeCounter",
    "Contact",
    "CostOption",
    "CrisisLine",
    "CrisisPhrase",
    "DailyCount",
    "Funding",
    "Language",
    "Location",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "Place",
    "Program",
    "PublicName",
    "RequiredDocument",
    "Schedule",
    "SchoolTerm",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "Synonym",
    "Taxonomy",
    "TaxonomyTerm",
]
