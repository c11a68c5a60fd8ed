// Lets a reader explore a chart that the server has already drawn. Without this script nothing is missing:
// the drawing, its sentence and its table are on the page. The chart library is fetched on the first click only.

let library = null;

function loadStyles(href) {
  return new Promise((resolve, reject) => {
    if (!href || document.getElementById("plotly.js-style-global")) {
      resolve();
      return;
    }
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    // The library sees this id and class and does not inject styles, which the content security policy refuses.
    link.id = "plotly.js-style-global";
    link.className = "no-inline-styles";
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
}

function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

// The library's addresses stand on the figure, or once for the page (on the script element, say).
function addresses(figure) {
  const holder = figure.dataset.plotlySrc ? figure : document.querySelector("[data-plotly-src]");
  return holder ? holder.dataset : {};
}

function loadLibrary(figure) {
  if (!library) {
    const { plotlySrc, plotlyCss } = addresses(figure);
    library = Promise.all([loadStyles(plotlyCss), loadScript(plotlySrc)]).catch((error) => {
      library = null;
      throw error;
    });
  }
  return library;
}

// The chart's data stand in the page, or at the address that the figure names.
async function dataOf(figure) {
  if (!figure.dataset.chartUrl) {
    return JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  }
  const response = await fetch(figure.dataset.chartUrl, { credentials: "same-origin" });
  if (!response.ok) {
    throw new Error(`The chart's data could not be fetched: ${response.status}`);
  }
  return response.json();
}

async function draw(figure, canvas) {
  const data = await dataOf(figure);
  await loadLibrary(figure);
  await window.Plotly.newPlot(canvas, data.data, data.layout, data.config);
}

function canvasFor(figure) {
  const found = figure.querySelector(".app-chart__canvas");
  if (found) {
    return found;
  }
  const canvas = document.createElement("div");
  canvas.className = "app-chart__canvas";
  canvas.hidden = true;
  // The library's drawing has no name and no role: the sentence and the table say the same to everybody.
  canvas.setAttribute("aria-hidden", "true");
  figure.querySelector(".app-chart__drawing").after(canvas);
  return canvas;
}

const drawn = new WeakSet();

async function explore(button) {
  if (button.getAttribute("aria-disabled") === "true") {
    return;
  }
  const figure = button.closest("figure");
  const canvas = canvasFor(figure);
  const message = figure.querySelector(".app-chart__message");
  const show = (exploring) => {
    figure.querySelector(".app-chart__drawing").hidden = exploring;
    canvas.hidden = !exploring;
    button.firstChild.data = exploring ? "Show the simple chart" : "Explore this chart";
  };
  const exploring = canvas.hidden;
  show(exploring);
  if (!exploring || drawn.has(canvas)) {
    message.textContent = exploring ? "The chart now shows each figure as you point at it." : "The simple chart is back.";
    return;
  }
  button.setAttribute("aria-disabled", "true");
  message.textContent = "Loading the chart…";
  try {
    await draw(figure, canvas);
    drawn.add(canvas);
    message.textContent = "The chart now shows each figure as you point at it.";
  } catch {
    show(false);
    message.textContent = "The chart could not be loaded. The simple chart and the table show the same figures.";
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".app-chart__explore");
  if (button) explore(button);
});
