"""Writes made-up SEN2 returns: the same people as XML of any year, and as the nine CSV files of COLLECT.

A return is people; a person is a ``Node`` with requests in it, and so on. Items bear the names of the specification.
Names, postcodes and identifiers are conspicuous, so that a test can look for them where they must not be.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

SURNAME, FORENAME, POSTCODE = "Zyxwsurname", "Qvforename", "ZZ9 9ZZ"
TABLES = (
    "sen2",
    "person",
    "requests",
    "assessment",
    "namedplan",
    "plandetail",
    "activeplans",
    "placementdetail",
    "senneed",
)
PARENTS = {
    "person": "sen2",
    "requests": "person",
    "assessment": "requests",
    "activeplans": "requests",
    "namedplan": "assessment",
    "plandetail": "namedplan",
    "placementdetail": "activeplans",
    "senneed": "activeplans",
}


@dataclass(frozen=True)
class Node:
    """One element with its items and the elements in it."""

    name: str
    items: dict[str, str] = field(default_factory=dict)
    inside: tuple["Node", ...] = ()


def person(number: int, *requests: Node, born: str = "", sex: str = "", **items: str) -> Node:
    """Somebody with a UPN of their own, unless ``items`` say otherwise."""
    given = {"Surname": SURNAME, "Forename": FORENAME, "PersonBirthDate": born, "Sex": sex, "PostCode": POSTCODE}
    return Node("Person", _filled({**given, "UPN": upn(number), **items}), requests)


def upn(number: int) -> str:
    return f"Q921{number:09d}"


def request(*inside: Node, **items: str) -> Node:
    return Node("Requests", _filled(items), inside)


def assessment(*inside: Node, **items: str) -> Node:
    return Node("Assessment", _filled(items), inside)


def plan(start: str, *named: Node, **items: str) -> Node:
    return Node("NamedPlan", _filled({"StartDate": start, **items}), named)


def named(**items: str) -> Node:
    return Node("PlanDetail", _filled({"PlacementRank": "1", **items}))


def active(*inside: Node, **items: str) -> Node:
    return Node("ActivePlans", _filled(items), inside)


def placed(**items: str) -> Node:
    return Node("PlacementDetail", _filled({"PlacementRank": "1", **items}))


def need(kind: str, rank: str = "1") -> Node:
    return Node("SENneed", {"SENtype": kind, "SENtypeRank": rank})


def standing(received: str, start: str, *parts: Node, ended: str = "", reason: str = "", **of_plan: str) -> Node:
    """A plan from before the year: request and assessment historical. ``parts`` may be ActivePlans."""
    issued = plan(start, CeaseDate=ended, CeaseReason=reason, **of_plan)
    before = assessment(issued, AssessmentOutcome="H")
    return request(before, *parts, ReceivedDate=received, RequestOutcome="H")


def decided(outcome: str, day: str) -> dict[str, str]:
    return {"RequestOutcome": outcome, "RequestOutcomeDate": day}


def concluded(outcome: str, day: str) -> dict[str, str]:
    return {"AssessmentOutcome": outcome, "AssessmentOutcomeDate": day}


def _filled(items: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in items.items() if value}


def header(day: date | None, council: str = "921") -> dict[str, str]:
    given = {
        "Collection": "SEN2",
        "Year": str(day.year) if day else "",
        "ReferenceDate": str(day or ""),
        "LEA": council,
    }
    return _filled(given)


# XML


def xml(people: Iterable[Node], *, day: date | None, version: int = 2026, council: str = "921") -> bytes:
    """The return as XML, as that year's specification has it."""
    items = "".join(f"<{name}>{value}</{name}>" for name, value in header(day, council).items())
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n<Header><CollectionDetails>{items}']
    parts.append("</CollectionDetails></Header>\n<DMO>1</DMO><DCO>1</DCO>\n<Persons>\n")
    parts += (f"{_element(as_of(version, each))}\n" for each in people)
    return ("".join(parts) + "</Persons>\n</Message>\n").encode()


def _element(node: Node) -> str:
    items = "".join(f"<{name}>{value}</{name}>" for name, value in node.items.items())
    return f"<{node.name}>{items}{''.join(map(_element, node.inside))}</{node.name}>"


NEW_IN_2026 = ("RequestSource", "ReviewDraft", "PhaseTransferDueDate", "PhaseTransferFinalDate")
NEW_IN_2024 = ("ReviewMeeting", "ReviewOutcome")


def as_of(version: int, node: Node) -> Node:
    """The same element as an earlier year had it: items not yet collected, other names, other places."""
    inside = tuple(as_of(version, each) for each in node.inside)
    items = dict(node.items)
    if version < 2026:
        items = {name: value for name, value in items.items() if name not in NEW_IN_2026}
    if version == 2023:
        items = {_NAME_OF_2023.get(name, name): value for name, value in items.items() if name not in NEW_IN_2024}
        if node.name == "ActivePlans":
            for each in inside:
                items |= {name: value for name, value in each.items.items() if name in ("RES", "WBP")}
            inside = tuple(replace(each, items=_without(each.items, "RES", "WBP")) for each in inside)
    return Node(node.name, items, inside)


_NAME_OF_2023 = {"Sex": "GenderCurrent", "SENsetting": "SENSetting", "PlanWBP": "PlanWPB"}


def _without(items: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in items.items() if name not in names}


# CSV of COLLECT


def blade(people: Sequence[Node], *, day: date | None, council: str = "921") -> dict[str, bytes]:
    """The return as the nine files that COLLECT exports, by name."""
    rows: dict[str, list[dict[str, str]]] = {table: [] for table in TABLES}
    rows["sen2"].append({"sen2tableid": "1", **_lower(header(day, council))})
    for each in people:
        _add(rows, each, "1")
    return {f"Blade-Export_20-01-2025_{table}.csv": _csv(table, rows[table]) for table in TABLES}


def _add(rows: dict[str, list[dict[str, str]]], node: Node, parent: str) -> None:
    table = node.name.lower()
    key = str(len(rows[table]) + 1)
    rows[table].append({f"{table}tableid": key, f"{PARENTS[table]}tableid": parent, **_lower(node.items)})
    for each in node.inside:
        _add(rows, each, key)


def _lower(items: dict[str, str]) -> dict[str, str]:
    return {name.lower(): _blade_date(value) for name, value in items.items()}


def _blade_date(value: str) -> str:
    """2022-09-28 as COLLECT writes it: 2022-Sep-28 00:00:00."""
    try:
        return f"{date.fromisoformat(value):%Y-%b-%d} 00:00:00"
    except ValueError:
        return value


def _csv(table: str, rows: list[dict[str, str]]) -> bytes:
    keys = [f"{table}tableid", "NativeId", f"{table}orderseqcolumn", "sourceid"]
    more = sorted({name for row in rows for name in row} - set(keys))
    out = io.StringIO()
    writer = csv.DictWriter(out, [*keys, *more])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def secrets(people: Iterable[Node]) -> Iterator[str]:
    """Everything about these people that may be nowhere after reading: names, identifiers, birth dates, postcodes."""
    yield from (SURNAME, FORENAME, POSTCODE)
    for each in people:
        items = each.items
        yield from (items[name] for name in ("UPN", "UniqueLearnerNumber", "PersonBirthDate") if name in items)
