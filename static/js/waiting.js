// A page that waits for something to be worked out: looks again every few seconds, and opens it when it is there.
// The page works without this file: it then loads itself again.
const BETWEEN_LOOKS = 3000;
const LONGEST_BETWEEN_LOOKS = 15000;
const WAITING = "[data-waiting]";
let wait = BETWEEN_LOOKS;

async function look() {
  try {
    const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector(WAITING);
    if (!next) return window.location.replace(window.location.pathname);
    const said = document.querySelector(`${WAITING} [role=status]`);
    const words = next.querySelector("[role=status]").textContent;
    // A status region is read out when its words change, so they change only when there is something to say.
    if (said.textContent !== words) said.textContent = words;
    wait = BETWEEN_LOOKS;
  } catch {
    wait = Math.min(wait * 2, LONGEST_BETWEEN_LOOKS);
  }
  window.setTimeout(look, wait);
}

window.setTimeout(look, wait);
