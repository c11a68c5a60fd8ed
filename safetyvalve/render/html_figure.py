"""A chart on a page: finding, sentence, drawing, source and, folded away, the table. Everything typed is escaped."""

from dataclasses import replace

from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from safetyvalve.render import format as fmt
from safetyvalve.render.data import ChartData
from safetyvalve.render.html_table import figures_table, to_html
from safetyvalve.render.plotly import to_plotly
from safetyvalve.render.svg import both_widths, chart_id, to_svg

LONG_TABLE, LATEST = 48, 24
"""A table with more rows than the first shows the second of them on the page, where the rest can be opened."""
_EXPLORE = (
    '<button type="button" class="govuk-button govuk-button--secondary app-chart__explore" id="{0}-explore"'
    ' aria-labelledby="{0}-explore {0}-title">Explore this chart</button>'
    '<p class="govuk-body-s app-chart__message" role="status"></p>'
)
"""Stands on the page from the start: put there by the script, it would push everything below it down. The finding is
part of its name by reference: said again in hidden words, once for each button and link, it would be laid out again."""


def figure_html(
    chart: ChartData,
    *,
    level: int = 3,
    with_table: bool = True,
    plotly_src: str = "",
    plotly_css: str = "",
    plotly_data: str = "",
    table_url: str = "",
    newest_first: bool = False,
    for_print: bool = False,
) -> SafeString:
    """The finding as a heading, the sentence, the drawing in both widths, the source, and the table folded away.

    With the address of the chart's data the page may offer to explore it: style and script of plotly are named once, on
    the page. With those instead, the data are in the page. With ``table_url`` a long table goes on there.
    """
    name = chart_id(chart)
    drawing = to_svg(chart) if for_print else both_widths(chart, labelled_by=f"{name}-title {name}-summary")
    data: SafeString = mark_safe("")
    explore: SafeString = mark_safe("")
    offer = format_html(_EXPLORE, name) if (plotly_data or plotly_src) and not for_print else ""
    if plotly_data and not for_print:
        explore = format_html(' data-chart data-chart-url="{}"', plotly_data)
    elif plotly_src and not for_print:
        explore = format_html(' data-chart data-plotly-src="{}" data-plotly-css="{}"', plotly_src, plotly_css)
        data = json_script(to_plotly(chart), chart_id(chart, "data"))
    return format_html(
        '<figure class="app-chart" id="{}"{}>{}<p class="govuk-body-s app-chart__subtitle">{}</p>'
        '<p class="govuk-body app-chart__summary" id="{}-summary">{}</p><div class="app-chart__drawing">{}</div>{}'
        '<figcaption class="govuk-body-s app-chart__source">{}</figcaption>{}{}</figure>',
        name,
        explore,
        format_html(
            '<h{0} class="govuk-heading-m app-chart__title" id="{1}-title">{2}</h{0}>',
            min(level, 6),
            name,
            chart.title,
        ),
        chart.subtitle,
        name,
        chart.summary,
        drawing,
        offer,
        fmt.source_line(chart),
        _figure_table(chart, for_print, table_url, newest_first) if with_table else "",
        data,
    )


def _figure_table(chart: ChartData, for_print: bool, table_url: str, newest_first: bool) -> SafeString:
    if for_print:
        return to_html(replace(chart.as_table(), caption=f"Figures: {chart.title}"))
    number = len(chart.categories)
    is_cut = bool(table_url) and number > LONG_TABLE
    more = format_html('<p><a class="govuk-link" href="{}">All {} rows of this table</a></p>', table_url, number)
    return format_html(
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">Show the figures as a table</span></summary>'
        '<div class="govuk-details__text app-scroll" tabindex="0" role="region" aria-label="{}">'
        "{}{}</div></details>",
        f"Figures: {chart.title}",
        more if is_cut else "",
        figures_table(chart, latest=LATEST if is_cut else None, newest_first=newest_first),
    )
