// Makes the grid of a month quicker by keyboard: Enter and the arrow keys go to the box above or below, and a column
// copied from a spreadsheet fills the boxes downwards. Without this file every box is typed and reached by Tab.

function boxes(form) {
  return [...form.querySelectorAll("input[data-cell]")];
}

function goTo(box) {
  box?.focus();
  box?.select();
}

// The first column of what a spreadsheet puts on the clipboard. It ends each row with a line break, the last as well.
export function firstColumn(text) {
  const rows = text.split(/\r\n|\n|\r/);
  if (rows.at(-1) === "") rows.pop();
  return rows.map((row) => row.split("\t")[0].trim().replace(/^"(.*)"$/s, "$1"));
}

function fillDown(form, from, figures) {
  const all = boxes(form);
  const targets = all.slice(all.indexOf(from), all.indexOf(from) + figures.length);
  targets.forEach((box, index) => {
    box.value = figures[index];
    box.dispatchEvent(new Event("input", {bubbles: true}));
  });
  goTo(targets.at(-1));
  const left = figures.length - targets.length;
  const filled = `${targets.length} ${targets.length === 1 ? "box" : "boxes"} filled.`;
  say(form, left ? `${filled} ${left} of the pasted figures had no box.` : filled);
}

function say(form, words) {
  const place = form.querySelector("[data-grid-said]");
  if (place) place.textContent = words;
}

function move(form, event) {
  if (!event.target.matches("input[data-cell]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = {ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1}[event.key];
  if (!step || (event.shiftKey && event.key !== "Enter")) return;
  event.preventDefault();
  const all = boxes(form);
  goTo(all[all.indexOf(event.target) + step]);
}

function paste(form, event) {
  if (!event.target.matches("input[data-cell]")) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!/[\t\r\n]/.test(text)) return;
  event.preventDefault();
  fillDown(form, event.target, firstColumn(text));
}

document.querySelectorAll("form[data-month-grid]").forEach((form) => {
  form.addEventListener("keydown", (event) => move(form, event));
  form.addEventListener("paste", (event) => paste(form, event));
  document.querySelectorAll("[data-grid-help]").forEach((help) => help.removeAttribute("hidden"));
});
