"""The life of a return, on one screen. Pages, services, the README's diagram and the tests all read this table."""

from dataclasses import dataclass

from conditions.models import Submission
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed as NotAllowed

Status = Submission.Status


@dataclass(frozen=True)
class Move:
    """One way a submission's status may change: from where, to where, by whom, and what it does in words."""

    name: str
    label: str
    sources: tuple[Submission.Status, ...]
    target: Submission.Status
    permission: Permission
    consequence: str


SEND = Move(
    "send",
    "Send for sign-off",
    (Status.DRAFT,),
    Status.AWAITING_SIGN_OFF,
    Permission.SUBMISSION_SEND,
    "Freezes the return and locks every answer until it is signed, recalled or sent back.",
)
RECALL = Move(
    "recall",
    "Recall to draft",
    (Status.AWAITING_SIGN_OFF, Status.SIGNED_OFF),
    Status.DRAFT,
    Permission.SUBMISSION_SEND,
    "Unlocks the answers. Every signature on this return is void.",
)
SEND_BACK = Move(
    "send back",
    "Send back with reasons",
    (Status.AWAITING_SIGN_OFF,),
    Status.DRAFT,
    Permission.SUBMISSION_SIGN_OFF,
    "Unlocks the answers and tells the authors what to change. Every signature on this return is void.",
)
LAST_SIGNATURE = Move(
    "last signature",
    "Sign off",
    (Status.AWAITING_SIGN_OFF,),
    Status.SIGNED_OFF,
    Permission.SUBMISSION_SIGN_OFF,
    "Records a signature that cannot be withdrawn. The last one completes the sign-off.",
)
SUBMIT = Move(
    "submit",
    "Record as submitted to DfE",
    (Status.SIGNED_OFF,),
    Status.SUBMITTED,
    Permission.SUBMISSION_SUBMIT,
    "Issues the return's files. This round never changes again.",
)
ACCEPT = Move(
    "accept",
    "DfE accepted the return",
    (Status.SUBMITTED,),
    Status.ACCEPTED,
    Permission.SUBMISSION_SUBMIT,
    "Keeps DfE's feedback; its actions are answered in the next return.",
)
REQUEST_CHANGES = Move(
    "request changes",
    "DfE asked for changes",
    (Status.SUBMITTED,),
    Status.CHANGES_REQUESTED,
    Permission.SUBMISSION_SUBMIT,
    "Opens a new round of this return, copied forward; this round stays as it was submitted.",
)

MOVES = (SEND, RECALL, SEND_BACK, LAST_SIGNATURE, SUBMIT, ACCEPT, REQUEST_CHANGES)


def state_blockers(move: Move, submission: Submission) -> list[str]:
    """Why the submission's state forbids this move, in a sentence; empty when it allows it."""
    if submission.status in move.sources:
        return []
    needed = " or ".join(f"“{status.label}”" for status in move.sources)
    return [f"This return is “{submission.get_status_display()}”. {move.label} needs it to be {needed}."]


def diagram() -> str:
    """The table as a Mermaid state diagram, for the README; a test keeps the two the same."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [f"    {source.value} --> {move.target.value}: {move.label}" for move in MOVES for source in move.sources]
    return "\n".join([*lines, "    changes_requested --> draft: new round", "    accepted --> [*]"])
