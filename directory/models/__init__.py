"""The nouns, in the words of Open Referral (HSDS 3.0), with the few fields an offer needs and the standard lacks."""

from directory.models.changes import Change, ChangeCounter, DailyCount
from directory.models.contact import Contact, Language, Phone
from directory.models.crisis import CrisisLine, CrisisPhrase, CrisisProposal
from directory.models.keeping import NoReminder, RefusedMailbox, Reminder, Report
from directory.models.letter import Letter
from directory.models.location import Accessibility, Address, Location, ServiceAtLocation
from directory.models.organization import Funding, GrantWarning, Organization, OrganizationIdentifier, Program
from directory.models.picture import LogoProposal, Picture
from directory.models.place import Place, SchoolTerm
from directory.models.public_name import PublicName
from directory.models.revision import Draft, Revision, Unseen, Waiting
from directory.models.schedule import Schedule
from directory.models.service import CostOption, RequiredDocument, Service, ServiceArea
from directory.models.taxonomy import AreaCategory, Attribute, Synonym, Taxonomy, TaxonomyTerm
from directory.models.team_list import TeamList
from directory.models.translation import Translation
from directory.models.user import Attempt, Challenge, Membership, Passkey, RecoveryCode, SignedIn, StewardBorough, User

__all__ = [
    "Accessibility",
    "Address",
    "AreaCategory",
    "Attempt",
    "Attribute",
    "Challenge",
    "Change",
    "ChangeCounter",
    "Contact",
    "CostOption",
    "CrisisLine",
    "CrisisPhrase",
    "CrisisProposal",
    "DailyCount",
    "Draft",
    "Funding",
    "GrantWarning",
    "Language",
    "Letter",
    "Location",
    "LogoProposal",
    "Membership",
    "NoReminder",
    "Organization",
    "OrganizationIdentifier",
    "Passkey",
    "Phone",
    "Picture",
    "Place",
    "Program",
    "PublicName",
    "RecoveryCode",
    "RefusedMailbox",
    "Reminder",
    "Report",
    "RequiredDocument",
    "Revision",
    "Schedule",
    "SchoolTerm",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "SignedIn",
    "StewardBorough",
    "Synonym",
    "Taxonomy",
    "TaxonomyTerm",
    "TeamList",
    "Translation",
    "Unseen",
    "User",
    "Waiting",
]
