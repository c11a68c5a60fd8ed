"""Every pair of a move and a state, and every pair of a move and a role."""

import itertools

import pytest

from conditions import lifecycle
from conditions.lifecycle import MOVES, state_blockers
from conditions.models import Submission
from conditions.rules.submission_rules import person_blockers
from safetyvalve.core.roles import Role

Status = Submission.Status

ALLOWED = {
    ("send", Status.DRAFT),
    ("recall", Status.AWAITING_SIGN_OFF),
    ("recall", Status.SIGNED_OFF),
    ("send back", Status.AWAITING_SIGN_OFF),
    ("last signature", Status.AWAITING_SIGN_OFF),
    ("submit", Status.SIGNED_OFF),
    ("accept", Status.SUBMITTED),
    ("request changes", Status.SUBMITTED),
}
TRIES = {
    "send": {Role.PROGRAMME_MANAGER},
    "recall": {Role.PROGRAMME_MANAGER},
    "send back": {Role.DIRECTOR, Role.SECTION_151},
    "last signature": {Role.DIRECTOR, Role.SECTION_151},
    "submit": {Role.PROGRAMME_MANAGER},
    "accept": {Role.PROGRAMME_MANAGER},
    "request changes": {Role.PROGRAMME_MANAGER},
}


@pytest.mark.parametrize(
    ("move", "status"), list(itertools.product(MOVES, Status)), ids=lambda value: getattr(value, "name", value)
)
def test_a_move_is_made_only_from_its_states(move, status):
    submission = Submission(status=status)

    blockers = state_blockers(move, submission)

    assert (not blockers) == ((move.name, status) in ALLOWED)
    assert all(status.label in sentence for sentence in blockers)


@pytest.mark.parametrize(
    ("move", "role"), list(itertools.product(MOVES, Role)), ids=lambda value: getattr(value, "name", value)
)
def test_a_move_is_tried_only_by_its_roles(move, role):
    assert (not person_blockers(move.permission, [role])) == (role in TRIES[move.name])


def test_a_submitted_round_has_no_way_back_to_draft():
    for move in MOVES:
        if move.target == Status.DRAFT:
            assert not set(move.sources) & set(Submission.OUTSIDE)


def test_the_diagram_shows_every_move_once():
    lines = lifecycle.diagram().splitlines()

    arrows = [line for line in lines if "-->" in line]
    assert len(arrows) == len(ALLOWED) + 3
    assert len(set(arrows)) == len(arrows)
