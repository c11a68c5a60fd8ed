"""The second half of the made-up people. What each counts towards is in ``expected.csv``."""

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

SECOND: tuple[Node, ...] = (
    # 16: moved away between the year and the census.
    person(16, standing("2015-03-01", "2015-09-01", ended="2025-01-10", reason="5"), born="2012-01-01", sex="F"),
    # 17: exported to another council before the assessment was completed.
    person(
        17,
        request(ReceivedDate="2024-06-03", RequestSource="2", **decided("Y", "2024-07-10"), Exported="873"),
        born="2017-09-01",
        sex="F",
    ),
    # 18: assessment not complete after 168 days.
    person(
        18,
        request(
            assessment(AssessmentOutcome="A"),
            ReceivedDate="2024-08-01",
            RequestSource="1",
            **decided("Y", "2024-09-10"),
        ),
        born="2019-01-31",
        sex="M",
    ),
    # 19: a plan to be issued, on the 140th day: not late yet.
    person(
        19,
        request(
            assessment(**concluded("Y", "2024-12-20")),
            ReceivedDate="2024-08-29",
            RequestSource="2",
            **decided("Y", "2024-10-01"),
        ),
        born="2014-02-10",
        sex="F",
    ),
    # 20: withdrawn while being assessed.
    person(
        20,
        request(
            assessment(**concluded("W", "2024-04-15")),
            ReceivedDate="2024-02-01",
            RequestSource="1",
            **decided("Y", "2024-03-11"),
        ),
        born="2022-06-30",
        sex="F",
    ),
    # 21: a plan after 375 days; education arranged out of school; the tribunal about its contents.
    person(
        21,
        request(
            assessment(
                plan("2024-01-20", named(SENsetting="OLA")),
                **concluded("Y", "2024-01-15"),
                Week20="0",
                OtherMediation="0",
                OtherTribunal="1",
            ),
            active(placed(SENsetting="OLA", EntryDate="2024-01-20"), need("OTH")),
            ReceivedDate="2023-01-10",
            **decided("H", "2023-02-20"),
        ),
        born="2007-12-12",
        sex="M",
    ),
    # 22: in youth accommodation, refused on the 43rd day; the tribunal without mediation; 17 the day after.
    person(
        22,
        request(
            ReceivedDate="2024-10-07",
            RequestSource="1",
            RYA="1",
            **decided("N", "2024-11-19"),
            RequestMediation="0",
            RequestTribunal="1",
        ),
        born="2007-10-08",
        sex="M",
    ),
    # 23: received in the broken month before the census.
    person(
        23,
        request(ReceivedDate="2025-01-06", RequestSource="2", RequestOutcome="A"),
        born="2018-01-01",
        sex="F",
    ),
    # 24: received in the year, decided on the 42nd day in the broken month.
    person(
        24,
        request(ReceivedDate="2024-11-25", RequestSource="1", **decided("Y", "2025-01-06")),
        born="2015-11-26",
        sex="F",
    ),
    # 25: year group 20, the last there is; at a college; review due 10 January.
    person(
        25,
        standing(
            "2011-08-01",
            "2012-01-01",
            active(placed(URN="100006", EntryDate="2016-09-01"), need("VI"), LastReview="2024-01-10"),
        ),
        born="1999-09-01",
        sex="F",
    ),
    # 26: year group 21; neither placement nor need.
    person(26, standing("2010-08-01", "2011-01-01", active()), born="1999-08-31", sex="M"),
    # 27: not in education, notice to cease; a meeting after the last decision, not decided yet.
    person(
        27,
        standing(
            "2019-06-01",
            "2020-01-06",
            active(
                placed(SENsetting="NIEC", EntryDate="2024-09-01"),
                placed(SENsetting="EHE", EntryDate="2022-09-01", LeavingDate="2024-09-01"),
                need("MSI"),
                ReviewMeeting="2024-12-10",
                LastReview="2023-12-01",
            ),
        ),
        born="2004-03-03",
        sex="M",
    ),
    # 28: decided before the year, plan begun in it: in the stock, and not new by the rule.
    person(
        28,
        request(
            assessment(plan("2024-01-08"), **concluded("H", "2023-12-20")),
            active(placed(SENsetting="EHE", EntryDate="2024-01-08"), need("SPLD")),
            ReceivedDate="2023-08-01",
            **decided("H", "2023-09-05"),
        ),
        born="2016-01-01",
        sex="F",
    ),
    # 29: received on 29 February, decided on the 42nd day, plan refused on the 112th; 12 that very day.
    person(
        29,
        request(
            assessment(**concluded("N", "2024-06-20")),
            ReceivedDate="2024-02-29",
            RequestSource="3",
            **decided("Y", "2024-04-11"),
        ),
        born="2012-02-29",
        sex="F",
    ),
    # 30: boards in the week at an independent school here; phase transfer on the last day; review of the year before.
    person(
        30,
        standing(
            "2016-09-01",
            "2017-03-01",
            active(
                placed(URN="100011", EntryDate="2021-09-01", RES="A"),
                need("ASD"),
                ReviewMeeting="2023-12-15",
                LastReview="2024-01-05",
                ReviewOutcome="A",
                PhaseTransferDueDate="2024-02-15",
                PhaseTransferFinalDate="2024-02-15",
            ),
        ),
        born="2013-01-01",
        sex="F",
    ),
)
