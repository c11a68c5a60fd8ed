"""A chart of the finance pages as markup, with what it needs to be explored."""

from django.templatetags.static import static
from django.utils.safestring import SafeString

from safetyvalve.render.data import ChartData
from safetyvalve.render.html import figure_html


def figure_of(chart: ChartData | None) -> SafeString | None:
    """The chart with its sentence and its table; None stays None."""
    if chart is None:
        return None
    script, style = static("vendor/plotly/plotly-basic.min.js"), static("vendor/plotly/plotly.css")
    return figure_html(chart, level=2, plotly_src=script, plotly_css=style)
