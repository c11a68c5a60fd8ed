"""Who may do what. Roles are code, not rows, so that a reviewer reads them on one screen.

Separation of duties (the sender does not sign, two signatories are two people) is a rule about
a particular submission and lives in ``conditions.rules``; this table only says what a role may attempt.
"""

from enum import StrEnum

from django.db import models


class Permission(StrEnum):
    """Object then verb. The value is what an administrator reads."""

    COUNCIL_VIEW = "See the council's home and what it shares with every member"
    COUNCIL_EDIT = "Change the council's name, colour and small-count threshold"
    PEOPLE_MANAGE = "Add people, give and end their roles"
    AUDIT_VIEW = "Read what happened and check the audit chain"
    PROGRAMME_MANAGE = "Change a programme's words, RAG levels and cadence"
    AGREEMENT_VIEW = "Read the agreement, its conditions, risks and workstreams"
    AGREEMENT_MANAGE = "Change the agreement, its versions, conditions and reporting calendar"
    WORKSTREAM_MANAGE = "Change workstreams, milestones and risks"
    SUBMISSION_VIEW = "Read returns at every stage"
    SUBMISSION_EDIT = "Write updates for conditions, risks and the summary"
    SUBMISSION_SEND = "Check a return, accept drafting warnings, send and recall it"
    SUBMISSION_SIGN_OFF = "Sign off a return, or send it back with reasons"
    SUBMISSION_SUBMIT = "Record a signed return as submitted, and record DfE's feedback"
    FINANCE_EDIT = "Enter the DSG position"
    FINANCE_CONFIRM = "Confirm the DSG position for a period"
    DASHBOARD_VIEW = "See dashboards"
    MEASURE_MANAGE = "Enter measures and targets"
    PUBLICATION_MANAGE = "Prepare, publish and withdraw editions, make links to them and answer their readers"


class Role(models.TextChoices):
    OFFICER = "officer", "Officer"
    FINANCE_OFFICER = "finance_officer", "Finance officer"
    PROGRAMME_MANAGER = "programme_manager", "Programme manager"
    DIRECTOR = "director", "Director of Children's Services"
    SECTION_151 = "section_151", "Section 151 officer"
    FORUM_MEMBER = "forum_member", "Schools Forum member"
    ADMINISTRATOR = "administrator", "Administrator"

    @property
    def description(self) -> str:
        """What the role is for, in the words an administrator sees when giving it."""
        return DESCRIPTIONS[self]


DESCRIPTIONS: dict[Role, str] = {
    Role.OFFICER: "Writes updates for conditions, risks and workstreams.",
    Role.FINANCE_OFFICER: (
        "Keeps the DSG position, payments and savings, and confirms the position for each return; can also write "
        "updates."
    ),
    Role.PROGRAMME_MANAGER: "Runs the agreement: calendar, completeness, checks, sending, submission and feedback.",
    Role.DIRECTOR: "Reads everything and signs off returns as Director of Children's Services.",
    Role.SECTION_151: "Reads everything and signs off returns as Section 151 officer.",
    Role.FORUM_MEMBER: (
        "Reads editions; on dashboards sees the same figures, published statistics and submitted balances."
    ),
    Role.ADMINISTRATOR: "Adds people, gives roles, changes the council and programme settings. Does not see drafts.",
}

_EVERYONE = frozenset({Permission.COUNCIL_VIEW, Permission.DASHBOARD_VIEW})
_INSIDE = _EVERYONE | {Permission.AGREEMENT_VIEW, Permission.SUBMISSION_VIEW}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _INSIDE | {Permission.SUBMISSION_EDIT, Permission.WORKSTREAM_MANAGE, Permission.MEASURE_MANAGE},
    Role.FINANCE_OFFICER: _INSIDE
    | {
        Permission.SUBMISSION_EDIT,
        Permission.FINANCE_EDIT,
        Permission.FINANCE_CONFIRM,
        Permission.MEASURE_MANAGE,
    },
    Role.PROGRAMME_MANAGER: _INSIDE
    | {
        Permission.AGREEMENT_MANAGE,
        Permission.WORKSTREAM_MANAGE,
        Permission.SUBMISSION_EDIT,
        Permission.SUBMISSION_SEND,
        Permission.SUBMISSION_SUBMIT,
        Permission.FINANCE_EDIT,
        Permission.MEASURE_MANAGE,
        Permission.PUBLICATION_MANAGE,
        Permission.AUDIT_VIEW,
    },
    Role.DIRECTOR: _INSIDE | {Permission.SUBMISSION_SIGN_OFF, Permission.AUDIT_VIEW},
    Role.SECTION_151: _INSIDE | {Permission.SUBMISSION_SIGN_OFF, Permission.AUDIT_VIEW},
    Role.FORUM_MEMBER: _EVERYONE,
    Role.ADMINISTRATOR: frozenset({Permission.COUNCIL_VIEW})
    | {
        Permission.COUNCIL_EDIT,
        Permission.PEOPLE_MANAGE,
        Permission.AUDIT_VIEW,
        Permission.PROGRAMME_MANAGE,
    },
}


def permissions_of(roles: set[Role]) -> frozenset[Permission]:
    """Everything that any of these roles grants."""
    return frozenset().union(*(GRANTS[role] for role in roles))
