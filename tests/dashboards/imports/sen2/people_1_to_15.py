"""The first half of the made-up people. What each counts towards is in ``expected.csv``."""

from tests.dashboards.imports.sen2.builder import (
    Node,
    active,
    assessment,
    concluded,
    decided,
    named,
    need,
    person,
    placed,
    plan,
    request,
    standing,
)

FIRST: tuple[Node, ...] = (
    # 1: a standing plan; the review is decided on the 28th day.
    person(
        1,
        standing(
            "2019-03-01",
            "2019-07-15",
            active(
                placed(URN="100001", EntryDate="2019-09-01"),
                need("ASD"),
                need("SLCN", "2"),
                ReviewMeeting="2024-03-01",
                LastReview="2024-03-29",
                ReviewOutcome="M",
            ),
            PB="0",
            OA="0",
        ),
        born="2014-10-05",
        sex="F",
    ),
    # 2: a standing plan at a provider known by UKPRN only; the review is decided on the 29th day; an internship.
    person(
        2,
        standing(
            "2015-09-01",
            "2016-02-01",
            active(
                placed(UKPRN="10009999", EntryDate="2023-09-01", WBP="S"),
                need("SEMH"),
                ReviewMeeting="2024-03-01",
                LastReview="2024-03-30",
                ReviewOutcome="A",
            ),
            PB="1",
            DP="E",
            PlanWBP="S",
        ),
        born="2005-01-20",
        sex="M",
    ),
    # 3: residential, in another council's area, never reviewed, phase transfer a day late; 16 on 31 August itself.
    person(
        3,
        standing(
            "2018-01-08",
            "2018-06-11",
            active(
                placed(URN="100003", EntryDate="2020-09-01", RES="B"),
                need("SLD"),
                PhaseTransferDueDate="2024-03-31",
                PhaseTransferFinalDate="2024-04-01",
            ),
            PB="1",
            OA="1",
            DP="HS",
            PlanRes="B",
        ),
        born="2008-08-31",
        sex="F",
    ),
    # 4: decided on the 42nd day, plan on the 140th; 6 on the day it starts; named at the school, attends its unit.
    person(
        4,
        request(
            assessment(
                plan("2024-05-21", named(URN="100010")),
                **concluded("Y", "2024-05-01"),
                Week20="0",
            ),
            active(placed(URN="100010", EntryDate="2024-06-03", SENunitIndicator="1"), need("SLCN")),
            ReceivedDate="2024-01-02",
            RequestSource="1",
            **decided("Y", "2024-02-13"),
        ),
        born="2018-05-21",
        sex="F",
    ),
    # 5: decided on the 43rd day, plan on the 141st, a permitted exception; born on 29 February.
    person(
        5,
        request(
            assessment(
                plan("2024-07-20", named(SENsetting="EYP")),
                **concluded("Y", "2024-07-12"),
                Week20="1",
            ),
            active(placed(SENsetting="EYP", EntryDate="2024-01-08"), need("DS")),
            ReceivedDate="2024-03-01",
            RequestSource="2",
            **decided("Y", "2024-04-13"),
        ),
        born="2020-02-29",
        sex="M",
    ),
    # 6: refused on the 42nd day, source not recorded; mediation and then the tribunal.
    person(
        6,
        request(
            ReceivedDate="2024-05-06",
            **decided("N", "2024-06-17"),
            RequestMediation="1",
            RequestTribunal="1",
        ),
        born="2012-11-30",
        sex="F",
    ),
    # 7: withdrawn; known by ULN only; 3 on the day of the request.
    person(
        7,
        request(ReceivedDate="2024-09-02", RequestSource="3", **decided("W", "2024-09-20")),
        born="2021-09-02",
        sex="M",
        UPN="",
        UniqueLearnerNumber="9210000007",
    ),
    # 8: undecided on the 42nd day: not late yet; 15 the day after the request.
    person(
        8,
        request(ReceivedDate="2024-12-05", RequestSource="4", RequestOutcome="A"),
        born="2009-12-06",
        sex="M",
    ),
    # 9: undecided on the 43rd day, without any outcome, birth date, identifier or reason.
    person(9, request(ReceivedDate="2024-12-04", RequestSource="5"), sex="M", UPN=""),
    # 10: request decided before the year; plan refused on the 112th day; mediation.
    person(
        10,
        request(
            assessment(**concluded("N", "2024-02-21"), AssessmentMediation="1"),
            ReceivedDate="2023-11-01",
            **decided("H", "2023-12-10"),
        ),
        born="2016-03-03",
        sex="F",
    ),
    # 11: the same on the 113th day; tribunal.
    person(
        11,
        request(
            assessment(**concluded("N", "2024-02-22"), AssessmentTribunal="1"),
            ReceivedDate="2023-11-01",
            **decided("H", "2023-12-10"),
        ),
        born="2016-03-03",
        sex="M",
    ),
    # 12: transferred in from another council; resourced provision.
    person(
        12,
        standing(
            "2017-05-05",
            "2024-04-08",
            active(
                placed(URN="100002", EntryDate="2024-04-15", ResourcedProvisionIndicator="1"),
                need("HI"),
                TransferLA="878",
            ),
        ),
        born="2010-07-01",
        sex="M",
    ),
    # 13: ceased because needs were met, asked again, new plan; no setting named, Week20 not recorded.
    person(
        13,
        standing("2016-01-10", "2016-06-01", ended="2024-03-15", reason="2"),
        request(
            assessment(plan("2024-08-12"), **concluded("Y", "2024-08-01")),
            active(placed(URN="100004", EntryDate="2024-09-02"), need("MLD")),
            ReceivedDate="2024-04-02",
            RequestSource="2",
            **decided("Y", "2024-05-13"),
        ),
        born="2011-01-15",
        sex="F",
    ),
    # 14: two plans in force, one person; at a school that the register does not have; review due 1 December.
    person(
        14,
        standing("2014-08-01", "2015-01-01"),
        standing(
            "2016-08-01",
            "2017-01-01",
            active(placed(URN="999999", EntryDate="2018-09-01"), need("PMLD"), LastReview="2023-12-01"),
        ),
        born="2013-05-05",
        sex="M",
    ),
    # 15: ceased at 25, on the last day of a month: not in that day's stock.
    person(15, standing("2014-03-01", "2014-09-01", ended="2024-07-31", reason="1"), born="1999-03-20", sex="M"),
)
