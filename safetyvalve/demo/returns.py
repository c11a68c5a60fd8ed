"""Returns and their rounds: written, confirmed, sent, signed, sent back, submitted and answered, in order of time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from conditions.checks.findings import Severity
from conditions.models import Submission
from conditions.packs import pack as packs
from conditions.positions import reported
from conditions.rules.submission_rules import to_accept
from conditions.services import feedback, positions, sending, sign_offs, submissions, submitting
from safetyvalve.core.models import User
from safetyvalve.core.roles import Role
from safetyvalve.demo import answers
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import Row, returns_of, rows, toml
from safetyvalve.demo.timeline import CannotLoad, Event

SAVED: dict[str, Callable[..., None]] = {
    "summary": answers.save_summary,
    "responses": answers.save_response,
    "risk_updates": answers.save_risk_update,
    "feedback_answers": answers.save_feedback_answer,
}


def events(council: Council) -> Iterator[Event]:
    """Everything that happened to the council's returns."""
    for data in returns_of(council.folder):
        yield from events_of(council, data)
    yield from _left_to_write(council)


def check_states(council: Council) -> None:
    """Every round ended where its file says, on the agreement version it names. Raises ``CannotLoad``."""
    for data in returns_of(council.folder):
        for row in data["rounds"]:
            submission = _round(council, data["submission"], row["round"])
            found = (submission.status, submission.version.number)
            wanted = (row["target_state"], data["submission"]["version"])
            if found != wanted:
                raise CannotLoad(f"{submission} is {found[0]} on version {found[1]}, not {wanted[0]} on {wanted[1]}.")


def events_of(council: Council, data: Row) -> Iterator[Event]:
    """One return, from its start to the last thing its file tells."""
    heading = data["submission"]
    label = str(heading["period"])
    yield Event(heading["created_at"], f"{label}: started", partial(_start, council, heading))
    for kind, save in SAVED.items():
        for row in data.get(kind, []):
            _, at = _author(heading, row)
            yield Event(at, f"{label}: {kind}", partial(_save, council, heading, row, save))
    for row in data.get("progress_updates", []):
        yield _progress(council, heading, row)
    entered_at = _entered_at(data)
    for row in [*data.get("dsg_positions", []), *_positions_of(council, heading)]:
        what = f"{label}: DSG position {row['financial_year']}"
        yield Event(entered_at, what, partial(_enter, council, heading, row))
    for turn in data["rounds"]:
        for number, step in enumerate(turn.get("steps", []), start=1):
            is_last = number == len(turn["steps"])
            what = f"{label}, round {turn['round']}: {turn['target_state'] if is_last else step['action']}"
            yield Event(step["at"], what, partial(_take, council, heading, turn, step), is_told=is_last)


def _left_to_write(council: Council) -> Iterator[Event]:
    """What workstream leads wrote for a return that the visitor is to write."""
    if council.folder == "isle-of-wight":
        data = toml(council.folder, "update-1.toml")
        narratives = {row["condition"]: row["narrative"] for row in data["responses"]}
        for row in data["progress_updates"]:
            yield _progress(council, data["submission"], {**row, "text": narratives[row["as_response"]]})


def _progress(council: Council, heading: Row, row: Row) -> Event:
    _, at = _author(heading, row)
    return Event(at, f"{row['workstream']}: progress", partial(_write, council, heading, row))


def _write(council: Council, heading: Row, row: Row, now: datetime) -> None:
    by, _ = _author(heading, row)
    answers.save_progress(council, heading["period"], row, by=council.people[by], now=now)


def _author(heading: Row, row: Row) -> tuple[str, datetime]:
    """Who wrote it, and when: as the row says, else as the whole file does."""
    return row.get("by") or heading["answered_by"], row.get("at") or heading["answered_at"]


def _positions_of(council: Council, heading: Row) -> list[dict[str, str]]:
    return [row for row in rows(council.folder, "dsg_positions.csv") if row["period"] == heading["period"]]


def _entered_at(data: Row) -> datetime:
    """Finance enters the year an hour before confirming it; while nobody has confirmed it, on the first day."""
    confirmed = [
        step["at"] for turn in data["rounds"] for step in turn.get("steps", []) if step["action"] == "confirm_dsg"
    ]
    entered: datetime = min(confirmed) if confirmed else data["submission"]["created_at"] + timedelta(hours=2)
    return entered - timedelta(hours=1)


def _round(council: Council, heading: Row, number: int) -> Submission:
    return Submission.objects.with_place().get(period=council.periods[heading["period"]], round=number)


def _start(council: Council, heading: Row, now: datetime) -> None:
    submissions.start(council.periods[heading["period"]], by=council.people[heading["created_by"]], now=now)


def _save(council: Council, heading: Row, row: Row, save: Callable[..., None], now: datetime) -> None:
    by, _ = _author(heading, row)
    save(council, _round(council, heading, row["round"]), row, by=council.people[by], now=now)


def _enter(council: Council, heading: Row, row: Row, now: datetime) -> None:
    by = council.holder(Role.FINANCE_OFFICER)
    answers.save_position(council, _round(council, heading, 1), row, by=by, now=now)


def _take(council: Council, heading: Row, turn: Row, step: Row, now: datetime) -> None:
    submission = _round(council, heading, turn["round"])
    by = council.people[step["by"]]
    STEPS[step["action"]](council, submission, turn, step, by, now)


def _confirm(council: Council, submission: Submission, turn: Row, step: Row, by: User, now: datetime) -> None:
    seen = {position.financial_year: position.revision for position in reported(submission.period)}
    positions.confirm(submission, revisions=seen, by=by, now=now)


def _send(council: Council, submission: Submission, turn: Row, step: Row, by: User, now: datetime) -> None:
    """Warnings about the drafting are accepted in writing; what blocks a return is not, and stops the load."""
    _, findings = sending.checked(submission, now=now)
    accepted = sending.acceptances_of(submission)
    for finding in findings:
        if finding.severity is Severity.DRAFTING and finding.fingerprint not in accepted:
            sending.accept_finding(submission, finding, reason=turn["accept_drafting"], by=by, now=now)
    sending.send(submission, by=by, now=now)


def _sign(council: Council, submission: Submission, turn: Row, step: Row, by: User, now: datetime) -> None:
    pack = submission.current_pack
    if pack is None:
        raise CannotLoad(f"{submission} was signed before it was sent.")
    given = {finding["fingerprint"]: turn["accept_judgement"] for finding in to_accept(packs.read(pack))}
    sign_offs.sign(submission, shown_pack=pack.sha256, acceptances=given, by=by, now=now)


def _send_back(council: Council, submission: Submission, turn: Row, step: Row, by: User, now: datetime) -> None:
    sending.send_back(submission, reasons=step["reasons"], by=by, now=now)


def _submit(council: Council, submission: Submission, turn: Row, step: Row, by: User, now: datetime) -> None:
    submitting.submit(submission, by=by, now=now)


def _feedback(council: Council, submission: Submission, turn: Row, step: Row, by: User, now: datetime) -> None:
    feedback.record(
        submission,
        received_on=step["received_on"],
        outcome=step["outcome"],
        text=step["text"],
        payment_decision=step["payment_decision"],
        actions=_actions(council, step["actions"]),
        by=by,
        now=now,
    )


def _actions(council: Council, asked: Iterable[Row]) -> list[tuple[str, Any]]:
    in_order = sorted(asked, key=lambda row: row["order"])
    return [(row["text"], council.conditions[row["condition"]] if "condition" in row else None) for row in in_order]


STEPS: dict[str, Callable[[Council, Submission, Row, Row, User, datetime], None]] = {
    "confirm_dsg": _confirm,
    "send": _send,
    "sign_off": _sign,
    "send_back": _send_back,
    "submit": _submit,
    "feedback": _feedback,
}
