// Runs before the page is drawn, so that parts which a script folds away do not flash open first.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
