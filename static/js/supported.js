// Has run before the page is first drawn, so that parts which a script folds away do not flash open; the page is read
// meanwhile, and its body may only be on its way.
{
  const mark = () => {
    document.body.classList.add("js-enabled");
    if ("noModule" in HTMLScriptElement.prototype) {
      document.body.classList.add("govuk-frontend-supported");
    }
  };
  if (document.body) {
    mark();
  } else {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      mark();
    }).observe(document.documentElement, { childList: true });
  }
}
