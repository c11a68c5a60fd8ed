"""One style sheet and one script for every page, without rules that no page needs."""

import re

from safetyvalve import built

USED = {"govuk-body", "govuk-heading-", "govuk-tabs", "govuk-!-margin-top-0"}
SHEET = (
    ":root{--a:1}.govuk-body,.govuk-accordion{color:red}.govuk-heading-xl{margin:0}.govuk-footer{top:0}"
    "@media print{.govuk-body a{color:black}.govuk-footer{display:none}}@media (min-width:1px){.govuk-footer{left:0}}"
    ".govuk-\\!-margin-top-0{margin:0!important}a.govuk-body:hover .govuk-footer{top:0}"
)


def test_only_rules_of_classes_that_are_named_are_kept() -> None:
    assert built.used_rules(SHEET, USED) == (
        ":root{--a:1}.govuk-body{color:red}.govuk-heading-xl{margin:0}@media print{.govuk-body a{color:black}}"
        ".govuk-\\!-margin-top-0{margin:0!important}"
    )


def test_all_rules_are_kept_when_all_classes_are_named() -> None:
    css = (built.STATIC / "vendor/govuk/govuk-frontend.min.css").read_text("utf-8")
    every = {each.replace("\\", "") for each in re.findall(r"\.((?:\\.|[\w-])+)", css)}
    kept, given = built.used_rules(css, every), re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", given)


def test_every_class_that_a_template_names_is_styled_as_govuk_styles_it() -> None:
    css = (built.STATIC / "vendor/govuk/govuk-frontend.min.css").read_text("utf-8")
    styled = {each.replace("\\", "") for each in re.findall(r"\.(govuk-(?:\\.|[\w-])+)", css)}
    ours = {each.replace("\\", "") for each in re.findall(r"\.(govuk-(?:\\.|[\w-])+)", built.site_css())}
    assert (styled & built.used_classes()) - ours == set()
    assert len(built.site_css()) < 110_000


def test_the_script_is_whole_and_imports_nothing() -> None:
    script = built.site_js()
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)
    assert "class Autosave" in script
    assert script.index('classList.add("govuk-frontend-supported")') < script.index("startComponents();")
    assert "data-plotly-src" in script or "plotlySrc" in script
    assert script.count("const govuk=") == 1
