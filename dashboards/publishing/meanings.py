"""What the charts of money and risks mean, for readers who have never seen one: beneath them as beneath measures."""

Meaning = tuple[str, str]
"""What is explained, and the explanation."""

BLOCK: Meaning = (
    "DSG",
    "The Dedicated Schools Grant: money from government for schools, early years and children with high needs. Where a "
    "council spends more than it gets, the shortfall is carried into the next year and adds up.",
)
BALANCE: Meaning = (
    "Balance at 31 March",
    "What is left of the grant at the end of a financial year, with everything carried over from the years before. "
    "Below £0 it is a deficit. Planned is what the agreement says; the latest report is what the council told the "
    "Department for Education last: an outturn for years that are over, a forecast for the others.",
)
AFTER: Meaning = (
    "After DfE payments",
    "The Department for Education pays the council over several years towards the deficit, as long as the agreement is "
    "kept. This balance counts those payments.",
)
BEFORE: Meaning = (
    "Before DfE payments",
    "The Department for Education pays the council towards the deficit as long as the agreement is kept. This balance "
    "leaves all of those payments out: it shows what the council would owe without them.",
)
IN_YEAR: Meaning = (
    "Position within the year",
    "The grant and other income of one financial year less what is spent in it, without anything carried over. Below "
    "£0 the year adds to the deficit. As the council told the Department for Education in its last submitted return.",
)
CASHABLE: Meaning = (
    "Cashable saving",
    "Spending that stops or falls, so that money is left. Planned is what the council set out to save; delivered is "
    "what finance has found to be saved.",
)
AVOIDANCE: Meaning = (
    "Cost avoidance",
    "Spending that would have come and does not. It is never added to cashable savings.",
)
OF_RISKS: tuple[Meaning, ...] = (
    (
        "Score",
        "How likely the council thinks it is that this happens, from 1 (hardly) to 5 (almost certain), times how much "
        "harm it would do, from 1 (little) to 5 (very much). 25 is the highest there can be.",
    ),
    (
        "Risk",
        "Something that may keep the council from doing what it agreed with the Department for Education. The score is "
        "the council’s own judgement, in the last return it submitted.",
    ),
)
OF_TOP_UPS: tuple[Meaning, ...] = (
    (
        "Top-ups",
        "What a council pays a school or college for one child or young person with high needs, on top of what the "
        "place itself costs. How much depends on the support the child needs.",
    ),
    (
        "Outturn",
        "What was spent in a financial year that is over, as the council reports it to the Department for Education "
        "each year (section 251 of the Apprenticeships, Skills, Children and Learning Act 2009).",
    ),
)


OF_MONEY: dict[str, tuple[Meaning, ...]] = {
    "in-year-position": (IN_YEAR, BLOCK),
    "savings-cashable": (CASHABLE, BLOCK),
    "savings-avoidance": (AVOIDANCE, BLOCK),
}


def of_balance(key: str) -> tuple[Meaning, ...]:
    """For the chart of the balance after or before the payments of the agreement, or another chart of its money."""
    return OF_MONEY.get(key) or (BALANCE, AFTER if "after" in key else BEFORE, BLOCK)
