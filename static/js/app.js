// Starts govuk-frontend's components and the two things that are our own: parts of a form that matter only
// for some answers, and saving a draft while somebody writes. Every page works without this file.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll,
} from "../vendor/govuk/govuk-frontend.min.js";

const IDLE_BEFORE_SAVING = 3000;
const LONGEST_WAIT_BETWEEN_TRIES = 60000;

function startComponents() {
  const components = [
    Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios,
    ServiceNavigation, SkipLink, Tabs,
  ];
  components.forEach((component) => createAll(component));
}

// <div data-shown-for="rag" data-shown-for-values="amber red">: folded while another answer is chosen,
// unless something is written in it.
function foldUnneeded(part) {
  const name = part.dataset.shownFor;
  const values = part.dataset.shownForValues.split(" ");
  const form = part.closest("form");
  if (!form) return;
  const update = () => {
    const isWanted = new FormData(form).getAll(name).some((value) => values.includes(value));
    const isWritten = [...part.querySelectorAll("textarea, input, select")].some((field) =>
      ["radio", "checkbox"].includes(field.type) ? field.checked : field.type !== "hidden" && field.value.trim());
    const hasError = part.querySelector(".govuk-error-message") !== null;
    part.hidden = !(isWanted || isWritten || hasError);
  };
  form.addEventListener("change", update);
  update();
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.place = form.querySelector("[data-saved-at]") ?? document.querySelector("[data-saved-at]");
    this.failures = 0;
    this.isSaving = false;
    this.isStopped = false;
    form.addEventListener("input", () => this.wait());
    form.addEventListener("change", () => this.wait());
    form.addEventListener("submit", () => this.stop());
  }

  wait(milliseconds = IDLE_BEFORE_SAVING) {
    if (this.isStopped) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), milliseconds);
  }

  stop() {
    this.isStopped = true;
    window.clearTimeout(this.timer);
    this.request?.abort();
  }

  async save() {
    if (this.isSaving) return this.wait();
    this.isSaving = true;
    this.request = new AbortController();
    try {
      const reply = await fetch(this.form.dataset.autosaveUrl, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-Autosave": "1", Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
        signal: this.request.signal,
      });
      await this.read(reply);
    } catch (error) {
      if (error.name !== "AbortError") this.tryAgain();
    } finally {
      this.isSaving = false;
    }
  }

  async read(reply) {
    const isJson = (reply.headers.get("Content-Type") ?? "").includes("json");
    const answer = isJson ? await reply.json() : {};
    if (reply.ok && answer.saved_at) return this.saved(answer);
    if (reply.status === 409) {
      this.stop();
      return this.say(answer.message ?? "Somebody else has changed this. Save to see both versions.", true);
    }
    if (reply.type === "opaqueredirect" || reply.status === 401 || reply.status === 403) {
      this.stop();
      return this.say("Not saved: you have been signed out. Save to sign in again; your words will be kept.", true);
    }
    if (reply.status === 400 || reply.status === 422) {
      return this.say(answer.message ?? "Not saved yet: an answer needs correcting. Save to see which.", true);
    }
    return this.tryAgain();
  }

  saved(answer) {
    this.failures = 0;
    const revision = this.form.querySelector("input[name$=revision]");
    if (revision && answer.revision !== undefined) revision.value = answer.revision;
    this.say(`Saved ${answer.saved_at}`);
  }

  tryAgain() {
    this.failures += 1;
    this.say("Not saved: no connection. Trying again; keep this page open.", true);
    this.wait(Math.min(IDLE_BEFORE_SAVING * 2 ** this.failures, LONGEST_WAIT_BETWEEN_TRIES));
  }

  say(words, isProblem = false) {
    if (!this.place || this.place.textContent === words) return;
    this.place.textContent = words;
    this.place.classList.toggle("app-saved--problem", isProblem);
  }
}

startComponents();
document.querySelectorAll("[data-shown-for]").forEach(foldUnneeded);
document.querySelectorAll("form[data-autosave-url]").forEach((form) => new Autosave(form));
