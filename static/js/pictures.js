// Draws the pictures of a report above the tables they are written in.
import { axes, element, legend, redrawing, short } from "./svg.js";

/** Powers of ten from `low` to `high`, at most seven of them. */
function decades(low, high) {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const step = Math.max(1, Math.ceil((last - first) / 6));
  const found = [];
  for (let power = first; power <= last; power += step) found.push(10 ** power);
  return found;
}

/** Logarithmic; what is smaller than `low` lies on the floor. */
function logScale(low, high, from, to) {
  const span = Math.log(high / low) || 1;
  const at = (value) => from + (Math.log(Math.max(value, low) / low) / span) * (to - from);
  return { at, ticks: decades(low, high).filter((tick) => tick >= low && tick <= high), isLog: true };
}

/** The figures of a table's body, one list a row. */
function rowsOf(figure) {
  return Array.from(figure.querySelectorAll("tbody tr"), (row) =>
    Array.from(row.querySelectorAll("td"), (cell) => Number(cell.textContent.trim())),
  );
}

const namesOf = (figure) => Array.from(figure.querySelectorAll("tbody th"), (cell) => cell.textContent.trim());

function svgOf(width, height, label) {
  return element("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
}

/** Size after against size before, both logarithmic: dots on the slanted line did not move. */
function shrinkage(figure, width) {
  const pairs = rowsOf(figure);
  const height = Math.round(Math.min(320, width * 0.8));
  const box = { left: 68, right: width - 12, top: 44, bottom: height - 44 };
  const before = pairs.map((pair) => pair[0]);
  const after = pairs.map((pair) => pair[1]);
  const [low, high] = [Math.min(...before) / 1.3, Math.max(...before) * 1.3];
  // What went to nothing lies on the floor, four decades below what was smallest at first.
  const floor = Math.max(low * 1e-4, Math.min(low, ...after));
  const x = logScale(low, high, box.left, box.right);
  const y = logScale(floor, Math.max(high, ...after), box.bottom, box.top);
  const svg = svgOf(width, height, "Sizes of weights after training against their sizes before.");
  svg.append(
    legend([{ name: "unmoved", tone: "unrun" }], width).group,
    axes({ across: "Before", up: "After" }, box, x, y),
    element("line", { class: "chart-line unrun", x1: x.at(low), x2: x.at(high), y1: y.at(low), y2: y.at(high) }),
  );
  for (const [first, last] of pairs) {
    svg.append(element("circle", { class: "chart-dot validation", cx: x.at(first), cy: y.at(last), r: 3.2 }));
  }
  return svg;
}

/** Bars across, one a row, with their figure at the end. */
function bars(names, values, scale, width, label, unit) {
  const step = 34;
  const svg = svgOf(width, names.length * step + 4, label);
  names.forEach((name, index) => {
    const y = index * step;
    const length = Math.max(2, scale(values[index]) * (width - 76));
    svg.append(
      element("text", { x: 0, y: y + 12 }, name.length > 44 ? `${name.slice(0, 43)}…` : name),
      element("rect", { class: "chart-bar", x: 0, y: y + 17, width: length, height: 9, rx: 2 }),
      element("text", { class: "chart-value", x: length + 8, y: y + 26 }, `${short(values[index])}${unit}`),
    );
  });
  return svg;
}

function gradients(figure, width) {
  const values = rowsOf(figure).map(([size]) => size);
  const [low, high] = [Math.min(...values) / 3, Math.max(...values)];
  const scale = (value) => Math.log(value / low) / Math.log(high / low);
  return bars(namesOf(figure), values, scale, width, "Gradient size per layer, logarithmic.", "");
}

function answers(figure, width) {
  const values = rowsOf(figure).map(([share]) => share);
  const most = Math.max(...values, 1);
  return bars(namesOf(figure), values, (value) => value / most, width, "How much two answers differ.", " %");
}

const isPositive = (value) => value > 0 && Number.isFinite(value);
const isFigure = (value) => value >= 0 && Number.isFinite(value);
/** By kind: how it is drawn, and which rows can be. */
const PICTURES = {
  shrinkage: [shrinkage, ([before, after]) => isPositive(before) && isFigure(after)],
  gradients: [gradients, ([size]) => isPositive(size)],
  answers: [answers, ([share]) => isFigure(share)],
};

for (const figure of document.querySelectorAll("[data-picture]")) {
  const [draw, isDrawable] = PICTURES[figure.dataset.picture];
  const rows = rowsOf(figure);
  if (rows.length < 2 || !rows.every(isDrawable)) continue;
  const host = document.createElement("div");
  host.className = "picture-host";
  figure.querySelector("figcaption").after(host);
  redrawing(host, draw)(figure);
}
