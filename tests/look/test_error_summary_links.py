"""Every line of the error summary leads to an input that is on the page."""

import pytest
from django import forms
from django.template import engines

from safetyvalve.core.forms import GovForm, Radios, RevisionMixin
from safetyvalve.core.styleguide.forms import WRONG, ExampleForm, wrong_form
from safetyvalve.core.templatetags.govuk import summary_lines
from tests.look.markup import links_of

PAGE = "{% load govuk crispy_forms_tags %}{% error_summary form %}<h1>Page</h1><form>{% crispy form %}</form>"


def rendered(template: str, **context: object) -> str:
    return engines["django"].from_string(template).render(context)


@pytest.mark.parametrize("form", [wrong_form(), ExampleForm(WRONG), ExampleForm({})], ids=["prefix", "wrong", "blank"])
def test_each_link_reaches_an_input(form: GovForm) -> None:
    links = links_of(rendered(PAGE, form=form))
    assert len(links.fragments) == len(form.errors)
    assert set(links.fragments) <= links.inputs


def test_no_id_is_used_twice() -> None:
    ids = links_of(rendered(PAGE, form=wrong_form())).ids
    assert len(ids) == len(set(ids))


def test_lines_stand_in_the_order_of_the_page() -> None:
    targets = [line.target for line in summary_lines(ExampleForm(WRONG))]
    ids = links_of(rendered(PAGE, form=ExampleForm(WRONG))).ids
    assert targets == sorted(targets, key=ids.index)


def test_a_date_is_reached_at_its_wrong_part() -> None:
    data = {**WRONG, "due_day": "1", "due_month": "13"}
    assert "id_due_month" in [line.target for line in summary_lines(ExampleForm(data))]


def test_an_error_of_the_whole_form_is_said_without_a_link() -> None:
    form = ExampleForm(WRONG)
    form.add_error(None, "Somebody else has changed this update.")
    html = rendered(PAGE, form=form)
    assert "<li>Somebody else has changed this update.</li>" in html


def test_an_error_of_a_hidden_field_is_said_without_a_link() -> None:
    class StaleForm(RevisionMixin, GovForm):
        pass

    lines = list(summary_lines(StaleForm({"revision": "x"})))
    assert [line.target for line in lines] == [""]


def test_the_errors_of_several_forms_and_formsets_are_one_summary() -> None:
    class LineForm(GovForm):
        name = forms.CharField(label="Name")

    formset = forms.formset_factory(LineForm, extra=0)(
        {"lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "2"}, prefix="lines"
    )
    template = "{% load govuk crispy_forms_tags %}{% error_summary one formset %}{% crispy one %}{% crispy formset %}"
    links = links_of(rendered(template, one=LineForm({}, prefix="one"), formset=formset))
    assert links.fragments == ["id_one-name", "id_lines-0-name", "id_lines-1-name"]
    assert set(links.fragments) <= links.inputs


def test_a_good_form_has_no_summary() -> None:
    assert "govuk-error-summary" not in rendered(PAGE, form=ExampleForm())


def test_typed_markup_is_shown_and_not_run() -> None:
    class CodeForm(GovForm):
        name = forms.ChoiceField(label="<b>Name</b>", choices=[("<i>", "<i>")], widget=Radios(hints={"<i>": "<u>"}))

    html = rendered(PAGE, form=CodeForm({}))
    assert not [tag for tag in ("<b>", "<i>", "<u>") if tag in html]
