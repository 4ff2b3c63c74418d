"""Models of the people floor."""

from people.models.grant_proposal import GrantProposal
from people.models.organisation import JobRole, Location, Unit, UnitClosure
from people.models.person import Employment, Person, RoleGrant
from people.models.roster_upload import RosterChange, RosterFault, RosterLine, RosterUpload
from people.models.start_code import StartCode
from people.models.user import User

__all__ = [
    "Employment",
    "GrantProposal",
    "JobRole",
    "Location",
    "Person",
    "RoleGrant",
    "RosterChange",
    "RosterFault",
    "RosterLine",
    "RosterUpload",
    "StartCode",
    "Unit",
    "UnitClosure",
    "User",
]
