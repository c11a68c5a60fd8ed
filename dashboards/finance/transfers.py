"""The rule for moving money between blocks: up to 0.5% with the forum, more with the Secretary of State.

Source: DfE's guidance on the DSG management plan. The half per cent is of the schools block's income of the year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from conditions.models import TransferConsent
from dashboards.finance.roll_forward import RollForward
from safetyvalve.core import money
from safetyvalve.core.dates import in_words

LIMIT = Decimal("0.005")


@dataclass(frozen=True)
class Transfer:
    """The transfer of one year. ``is_settled`` is None while the figures do not say which consent it needs."""

    financial_year: str
    amount: Decimal
    share: Decimal | None
    is_settled: bool | None
    sentence: str


def transfers(rolled: RollForward, consents: dict[str, TransferConsent]) -> list[Transfer]:
    """Every year in which money leaves the schools block, with what it needs and has."""
    found = []
    for schools in rolled.blocks.get("schools", ()):
        moved = schools.transfer.amount
        if moved is not None and moved < 0:
            year = schools.financial_year
            found.append(_transfer(year, -moved, schools.income.amount, consents.get(year)))
    return found


def uneven(rolled: RollForward) -> Iterable[str]:
    """A sentence for each year in which what one block gives is not what the others receive."""
    for year in rolled.whole:
        if year.transfer.amount:
            yield (
                f"{year.financial_year}: the transfers between blocks should cancel out, and come to "
                f"{money.in_figures(year.transfer.amount)}."
            )


def _transfer(year: str, amount: Decimal, income: Decimal | None, consent: TransferConsent | None) -> Transfer:
    share = amount / income if income else None
    words = f"{year}: {money.in_figures(amount)} leaves the schools block"
    if share is None:
        words += ". Its income is not known, so neither is the share."
        return Transfer(year, amount, None, None, f"{words} {_forum(consent)}")
    needs_secretary = share > LIMIT
    rule = "more than 0.5%" if needs_secretary else "within 0.5%"
    sentences = [f"{words}, {_percent(share)}% of its income: {rule}.", _forum(consent)]
    if needs_secretary:
        sentences.append(_secretary(consent))
    has_forum = bool(consent and consent.forum_agreed_on)
    has_secretary = bool(consent and consent.secretary_of_state_on)
    return Transfer(year, amount, share, has_secretary if needs_secretary else has_forum, " ".join(sentences))


def _percent(share: Decimal) -> str:
    """To two decimals; to as many more as it takes for what lies just beside the limit not to be shown as the limit."""
    places = next((n for n in (2, 3, 4, 5) if _rounded(share, n) != LIMIT * 100 or share == LIMIT), 6)
    return f"{_rounded(share, places):f}"


def _rounded(share: Decimal, places: int) -> Decimal:
    return (share * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _forum(consent: TransferConsent | None) -> str:
    if consent is None or not (consent.forum_agreed_on or consent.forum_reference):
        return "No agreement of the Schools Forum is recorded."
    if consent.forum_agreed_on is None:
        return f"The day on which the Schools Forum agreed is not recorded ({consent.forum_reference})."
    reference = f" ({consent.forum_reference})" if consent.forum_reference else ""
    return f"The Schools Forum agreed on {in_words(consent.forum_agreed_on)}{reference}."


def _secretary(consent: TransferConsent | None) -> str:
    if consent is None or consent.secretary_of_state_on is None:
        return "It needs the Secretary of State’s agreement, and none is recorded."
    return f"The Secretary of State agreed on {in_words(consent.secretary_of_state_on)}."
