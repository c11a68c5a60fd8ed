"""Looking at a page as every reader of it might: what axe finds, what overflows, where links and focus go."""

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.people import refusals

WIDTHS = (320, 768, 1280)
HEIGHT = 900
# Everything axe knows, best practice included; only what is wrong or uncertain comes back.
RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations", "incomplete"]});
  const inside = ([target]) => {
    const around = document.querySelector(target)?.closest("svg, .app-scroll, .app-table-scroll, .govuk-pagination");
    return around ? (around.classList[0] ?? "") || around.tagName.toLowerCase() : "";
  };
  const brief = (results) => results.flatMap((result) => result.nodes.map((node) => ({
    rule: result.id,
    html: node.html.slice(0, 160),
    inside: inside(node.target),
    why: [...node.any, ...node.all, ...node.none].map((check) => check.message).join(" ").slice(0, 200),
  })));
  return {violations: brief(found.violations), incomplete: brief(found.incomplete)};
}"""
FRAME = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const targets = [...document.querySelectorAll(".govuk-error-summary a[href^='#']")];
  return {
    headings: document.querySelectorAll("h1").length,
    title: document.title,
    twice: ids.filter((id, index) => ids.indexOf(id) !== index),
    blank: [...document.querySelectorAll("h1, h2, h3, a[href], button, caption")]
      .filter((element) => !element.textContent.trim() && !element.getAttribute("aria-label"))
      .map((element) => element.outerHTML.slice(0, 120)),
    // Only one that speaks of a field: the style guide shows examples, a refused move has nothing to correct.
    isInError: document.querySelector(".govuk-form-group--error") !== null && targets.length > 0,
  };
}"""


@dataclass(frozen=True)
class Judged:
    """Something axe could not decide, decided by a person: its rule, why it could not, where, and the decision."""

    rule: str
    why: str
    inside: tuple[str, ...]
    reason: str

    def covers(self, found: dict[str, str]) -> bool:
        return found["rule"] == self.rule and self.why in found["why"] and found["inside"] in self.inside


def problems(page: Page, judged: tuple[Judged, ...], *, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """Everything that is wrong with the page as it stands, as lines for a report; empty when nothing is."""
    found = [*frame_problems(page)]
    page.evaluate(AXE_SCRIPT)
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        overflow = page.evaluate("document.documentElement.scrollWidth")
        if overflow > width:
            found.append(f"{width}: {overflow - width}px too wide, because of {page.evaluate(WIDEST)}")
        results: dict[str, list[dict[str, str]]] = page.evaluate(RUN)
        found += [f"{width}: {each['rule']}: {each['html']} ({each['why']})" for each in results["violations"]]
        found += [
            f"{width}: not judged: {each['rule']}, in “{each['inside']}”: {each['html']} ({each['why']})"
            for each in results["incomplete"]
            if not any(each_judged.covers(each) for each_judged in judged)
        ]
    found += [f"refused by the security policy: {each}" for each in refusals(page)]
    return found


WIDEST = """() => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.body.querySelectorAll("*")].filter((element) =>
    element.getBoundingClientRect().right > width + 1 && !element.closest(".app-scroll, .app-table-scroll"));
  return wide.slice(-1).map((element) => element.outerHTML.slice(0, 160))[0] ?? "an unknown element";
}"""


def frame_problems(page: Page) -> list[str]:
    """One heading, a title of its own, no id twice, nothing without words."""
    frame: dict[str, Any] = page.evaluate(FRAME)
    found = []
    if frame["headings"] != 1:
        found.append(f"{frame['headings']} h1")
    if not frame["title"].endswith(" – Safety Valve") or frame["title"].startswith(("Page –", " ")):
        found.append(f"the title is “{frame['title']}”")
    if frame["isInError"] and not frame["title"].startswith(("Error: ", "Style guide")):
        found.append(f"the title does not say Error: “{frame['title']}”")
    return found + [f"id twice: {each}" for each in frame["twice"]] + [f"no words: {each}" for each in frame["blank"]]


def summary_problems(page: Page) -> list[str]:
    """Lines of the error summary whose link does not put the focus into the field it names."""
    found = []
    links = page.locator(".govuk-error-summary a[href^='#']")
    for n in range(links.count()):
        link = links.nth(n)
        target, words = link.get_attribute("href") or "", link.inner_text()
        link.click()
        if page.evaluate("'#' + document.activeElement.id") != target:
            found.append(
                f"“{words}” goes to {target}, the focus to {page.evaluate('document.activeElement.outerHTML')[:80]}"
            )
        elif not page.evaluate("document.activeElement.checkVisibility()"):
            found.append(f"“{words}” goes to {target}, which cannot be seen")
    return found


def spoil(page: Page) -> bool:
    """Fill the page's form with nonsense and send it as a hurried person would. Whether there was one to spoil."""
    form = page.locator("main form[method=post]:has(input:not([type=hidden]), textarea, select)").last
    if not form.count() or not form.get_by_role("button").count():
        return False
    form.evaluate(NONSENSE)
    with page.expect_navigation():
        form.locator("button:not([type=button]):not([formnovalidate])").first.click()
    return True


# Figures, dates and addresses that cannot be, texts beyond their limit; everything else left blank.
NONSENSE = """(form) => {
  form.noValidate = true;
  form.closest("details")?.setAttribute("open", "");
  for (const field of form.querySelectorAll("input, textarea")) {
    if (["hidden", "submit", "button", "file"].includes(field.type)) continue;
    if (["radio", "checkbox"].includes(field.type)) { field.checked = false; continue; }
    // Figures and parts of dates have narrow boxes.
    const isExact = field.type === "email" || field.className.includes("--width-");
    const limit = Number(field.closest("[data-maxlength]")?.dataset.maxlength ?? 0);
    field.value = isExact ? "nonsense" : "word ".repeat(limit / 5 + 1).slice(0, limit && limit + 4);
  }
}"""
