import pytest

from conditions.checks.findings import Severity


@pytest.mark.parametrize(
    ("text", "made", "said"),
    [
        ("We issued 107 plans, of which 103 went on time and 6 were late.", "109", "107"),
        ("We issued 107 plans, 103 of which went on time and 6 of which were late.", "109", "107"),
        ("We issued 107 plans, of which 90 went on time and the other 16 were late.", "106", "107"),
        ("We issued 40 plans, of which 45 were for boys.", "45", "40"),
        ("There are 12 primary, 15 secondary and 9 college places, a total of 40.", "36", "40"),
        ("Costs are £100k for staff, £50k for rent and £20k for transport, £190k in total.", "£170,000", "£190k"),
        ("We opened 12 primary and 15 secondary places, 28 altogether.", "27", "28"),
        ("The budget of £1.5m is made up of £1.1m and £600k.", "£1,700,000", "£1.5m"),
        ("Places: 12 + 15 = 28.", "27", "28"),
        ("A total of 50 places: 20 infant, 15 junior and 10 senior.", "45", "50"),
        ("Total places 60 (20 infant, 25 junior, 10 senior).", "55", "60"),
        ("Numbers fell from 258 to 143, a reduction of 105.", "115", "105"),
    ],
)
def test_figures_that_do_not_add_up_are_put_to_the_signatories(check, text, made, said):
    (finding,) = check(text, code="total-does-not-add-up")
    assert finding.severity is Severity.JUDGEMENT
    assert finding.sentence.startswith(f"These figures make {made}, and the sentence says {said}.")


@pytest.mark.parametrize(
    "text",
    [
        "We issued 107 plans, of which 103 went on time and 4 were late.",
        "We issued 107 plans in the six-week window, 103 of which went on time.",
        "We issued 107 plans, of which 103 went out within 20 weeks.",
        "We issued 107 plans, of which 60, up from 52, went on time.",
        "We issued 107 plans, of which 40 are for infants and 30 for juniors.",
        "Of 107 plans, of which 60 are for boys, 80 also name autism.",
        "We issued 107 plans, of which 70% went on time and 40% early.",
        "There are 12 primary, 15 secondary and 9 college places, a total of 36.",
        "Costs are £100k for staff, £50k for rent and £20k for transport, £170k in total.",
        "We opened 12 primary and 15 secondary places, 40 in total since 2022.",
        "The board met on 3 days and 2 evenings, and 40 people came in total.",
        "The budget of £1.5m is made up of £1.1m and £400k.",
        "Places: 12 + 15 = 27.",
        "Numbers fell from 258 to 143, a reduction of 115, or from 100 to 50, a reduction of 50%.",
        "Meetings on 3 May 2024, of which 2 were held.",
        "A total of 50 places: 20 infant, 15 junior and 15 senior.",
        "A total of 50 places: 20 infant and 15 junior, with 10 more planned.",
    ],
)
def test_figures_that_add_up_or_need_not_are_left_alone(check, text):
    assert check(text, code="total-does-not-add-up") == []


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Support is cut by £400k from Sept 22, saving £300k in 2022/23.", "£233,333"),
        ("A full-year saving of £120k from January 2025, giving £40k in 2024/25.", "£30,000"),
        ("4 pupils would have cost 250k each. At 25k each this has saved 990K per year.", "£900,000"),
        ("The three places at £60,000 each replace places at £80,000 each, saving £90,000 a year.", "£60,000"),
    ],
)
def test_a_saving_that_its_own_figures_do_not_make_is_put_to_the_signatories(check, text, made):
    (finding,) = check(text, code="saving-does-not-add-up")
    assert finding.severity is Severity.JUDGEMENT
    assert f" makes {made}, and this says " in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "Support is cut by £400k from Sept 22, saving £233k in 2022/23.",
        "Support is cut by £400k from Sept 22, saving £400k in 2023/24.",
        "Support costs £400k from September 2022 and saves £100k in 2022/23.",
        "4 pupils would have cost 250k each. At 25k each this has saved 900K per year.",
        "4 pupils would have cost 250k each. At 25k each this has saved 300K so far.",
        "4 pupils and 12 children cost 250k each; at 25k each it saves 900k.",
    ],
)
def test_a_saving_that_its_own_figures_make_is_left_alone(check, text):
    assert check(text, code="saving-does-not-add-up") == []
