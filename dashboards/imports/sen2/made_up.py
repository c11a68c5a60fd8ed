"""A return of as many people as wanted, none of them real: to see how long a large one takes, and how much memory."""

from datetime import date, timedelta
from io import BytesIO

DAY = date(2025, 1, 16)
_NEEDS = ("ASD", "SEMH", "SLCN", "MLD", "SLD", "PD", "SPLD", "HI")


def made_up_return(la_code: str, people: int) -> bytes:
    """The same return every time: four in five with a plan, the others on their way or refused."""
    out = BytesIO()
    head = f"<Collection>SEN2</Collection><Year>2025</Year><ReferenceDate>{DAY}</ReferenceDate><LEA>{la_code}</LEA>"
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<Message><Header>{head}</Header><Persons>\n'.encode())
    for number in range(people):
        out.write(_person(number).encode())
    out.write(b"</Persons></Message>\n")
    return out.getvalue()


def _person(number: int) -> str:
    received = date(2023, 9, 1) + timedelta(number * 7 % 500)
    birth = date(2001, 9, 1) + timedelta(number * 11 % 7300)
    of_person = _items(
        Surname="Nobody", Forename="Nemo", PersonBirthDate=birth, Sex="MF"[number % 2], PostCode="ZZ9 9ZZ"
    )
    if number % 5 < 3:
        parts = _standing(number)
    elif number % 5 == 3:
        parts = _new(number, received)
    else:
        outcome = "YNAW"[number // 5 % 4]
        decided = {} if outcome == "A" else {"RequestOutcomeDate": received + timedelta(20 + number % 40)}
        items = _items(ReceivedDate=received, RequestSource=1 + number % 5, RequestOutcome=outcome, **decided)
        parts = f"<Requests>{items}</Requests>"
    return f"<Person>{of_person}<UPN>Z{number:012d}</UPN>{parts}</Person>\n"


def _standing(number: int) -> str:
    start = date(2012, 1, 2) + timedelta(number % 4000)
    of_plan = _items(StartDate=start, PB=int(number % 20 == 0), OA=0)
    before = f"<Assessment><AssessmentOutcome>H</AssessmentOutcome><NamedPlan>{of_plan}</NamedPlan></Assessment>"
    items = _items(ReceivedDate=start - timedelta(150), RequestOutcome="H")
    return f"<Requests>{items}{before}{_active(number, start)}</Requests>"


def _new(number: int, received: date) -> str:
    start = received + timedelta(100 + number % 120)
    named = f"<PlanDetail>{_items(URN=100000 + number % 300, PlacementRank=1)}</PlanDetail>"
    of_plan = f"<NamedPlan>{_items(StartDate=start)}{named}</NamedPlan>"
    outcome = _items(AssessmentOutcome="Y", AssessmentOutcomeDate=start - timedelta(10), Week20=int(number % 7 == 0))
    decided = received + timedelta(30 + number % 20)
    items = _items(ReceivedDate=received, RequestSource=1 + number % 5, RequestOutcome="Y", RequestOutcomeDate=decided)
    return f"<Requests>{items}<Assessment>{outcome}{of_plan}</Assessment>{_active(number, start)}</Requests>"


def _active(number: int, start: date) -> str:
    placement = _items(URN=100000 + number % 300, PlacementRank=1, EntryDate=start, SENunitIndicator=0)
    needs = "".join(
        f"<SENneed>{_items(SENtype=_NEEDS[(number + rank) % 8], SENtypeRank=rank)}</SENneed>" for rank in (1, 2)
    )
    meeting = date(2024, 1, 8) + timedelta(number % 340)
    review = _items(ReviewMeeting=meeting, LastReview=meeting + timedelta(number % 45), ReviewOutcome="MAC"[number % 3])
    return f"<ActivePlans>{review}<PlacementDetail>{placement}</PlacementDetail>{needs}</ActivePlans>"


def _items(**items: object) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in items.items())
