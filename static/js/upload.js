// Handing over files: dropping them on the page, how much has been sent, and how far a reading is.
// Every page works without this file: the browser's own file input and an ordinary form do the same.
import { ErrorSummary, FileUpload, createAll } from "../vendor/govuk/govuk-frontend.min.js";

const TRY_AGAIN = "The file could not be sent: there is no connection. Nothing was saved. Try again.";
const SIGNED_OUT = "You have been signed out. Sign in in another tab, then send the file again: it is still chosen here.";
const REFUSED = "The file was not accepted. Load this page again and choose the file once more.";
const BETWEEN_LOOKS = 1500;
const LONGEST_BETWEEN_LOOKS = 15000;

// The bar is left without a value while nobody knows how far it is; browsers then show it moving.
function setBar(bar, done, total) {
  if (total > 0) {
    bar.max = total;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
}

// A status region is read out when its words change, so they change only when there is something to say.
function setWords(place, words) {
  if (place && place.textContent !== words) place.textContent = words;
}

class Upload {
  constructor(form) {
    this.form = form;
    this.panel = form.querySelector("[data-upload-progress]");
    this.words = form.querySelector("[data-upload-words]");
    this.bar = form.querySelector("[data-upload-bar]");
    form.addEventListener("submit", (event) => this.send(event));
  }

  get input() {
    return this.form.querySelector("input[type=file]");
  }

  send(event) {
    // Without a file there is nothing to wait for: the server says so on an ordinary page.
    if (this.isSending || this.input.files.length === 0) return;
    event.preventDefault();
    this.isSending = true;
    this.saidTenth = -1;
    this.panel.hidden = false;
    this.say("Sending the file");
    setBar(this.bar, 0, 100);
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action || window.location.href);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (sent) => this.show(sent));
    request.upload.addEventListener("load", () => this.reading());
    request.addEventListener("load", () => this.read(request));
    request.addEventListener("error", () => this.stop(TRY_AGAIN));
    request.addEventListener("timeout", () => this.stop(TRY_AGAIN));
    const body = new FormData(this.form);
    if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
    request.send(body);
  }

  show(sent) {
    if (!sent.lengthComputable) return;
    setBar(this.bar, sent.loaded, sent.total);
    const tenth = Math.floor((sent.loaded * 10) / sent.total);
    if (tenth > this.saidTenth) {
      this.saidTenth = tenth;
      this.say(`Sending the file: ${tenth * 10} per cent`);
    }
  }

  reading() {
    this.bar.removeAttribute("value");
    this.say("Reading the file. Nothing is saved while it is read.");
  }

  read(request) {
    const isJson = (request.getResponseHeader("Content-Type") ?? "").includes("json");
    if (request.status === 200 && isJson) {
      window.location.assign(JSON.parse(request.responseText).url);
      return;
    }
    if (request.status === 401) return this.stop(SIGNED_OUT);
    if (request.status === 422 || request.status === 200) return this.replace(request.responseText);
    return this.stop(request.status === 403 ? REFUSED : TRY_AGAIN);
  }

  // The answer is this page again, with errors or with more to choose. The file stays chosen.
  replace(html) {
    const answer = new DOMParser().parseFromString(html, "text/html");
    const main = answer.querySelector("main");
    if (!main) return this.stop(REFUSED);
    const { files } = this.input;
    document.querySelector("main").replaceWith(document.adoptNode(main));
    document.title = answer.title;
    const input = main.querySelector("form[data-upload] input[type=file]");
    if (input) input.files = files;
    start();
    createAll(ErrorSummary);
    input?.dispatchEvent(new Event("change"));
    window.scrollTo(0, 0);
    if (!main.querySelector(".govuk-error-summary")) {
      const heading = main.querySelector("h1");
      heading?.setAttribute("tabindex", "-1");
      heading?.focus();
    }
  }

  stop(words) {
    this.isSending = false;
    setBar(this.bar, 0, 100);
    this.say(words);
  }

  say(words) {
    setWords(this.words, words);
  }
}

// A run that is at work: asked after every second or two, and shown as a whole once it has come to something.
class Progress {
  constructor(panel) {
    this.words = panel.querySelector("[data-upload-words]");
    this.bar = panel.querySelector("[data-upload-bar]");
    this.wait = BETWEEN_LOOKS;
    this.look();
  }

  async look() {
    try {
      const reply = await fetch(window.location.href, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const isJson = (reply.headers.get("Content-Type") ?? "").includes("json");
      if (!reply.ok || !isJson) return window.location.reload();
      const answer = await reply.json();
      if (answer.is_over) return window.location.reload();
      this.bar.hidden = answer.is_waiting;
      setBar(this.bar, answer.done, answer.total);
      setWords(this.words, answer.words);
      this.wait = BETWEEN_LOOKS;
    } catch {
      // No connection for the moment: the work goes on without us.
      this.wait = Math.min(this.wait * 2, LONGEST_BETWEEN_LOOKS);
    }
    window.setTimeout(() => this.look(), this.wait);
    return undefined;
  }
}

function start() {
  createAll(FileUpload);
  document.querySelectorAll("form[data-upload]").forEach((form) => new Upload(form));
  document.querySelectorAll("[data-import-progress]").forEach((panel) => new Progress(panel));
}

start();
