// One line chart as SVG: series over epochs or steps, with marked places.
import { lossScale, stepScale } from "./scale.js";

const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Series
 * @property {string} name
 * @property {string} tone a class: train, validation, one, two
 * @property {(number|null)[]} values one an epoch, the first for `Chart.first`; null leaves a gap
 * @property {boolean} [unlisted] not named in the legend
 *
 * @typedef {object} Mark
 * @property {number} x
 * @property {number|null} [y] a ring is drawn here
 * @property {string} text
 * @property {string} tone best, stop
 *
 * @typedef {object} Chart
 * @property {string} label what a reader who cannot see the chart is told
 * @property {string} across name of the horizontal axis
 * @property {string} up name of the vertical axis
 * @property {Series[]} series
 * @property {Mark[]} [marks]
 * @property {number} [first] the first x, 1 by default
 * @property {number} [last] the last x, else as long as the longest series
 */

function element(name, attributes, text) {
  const node = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

const isFigure = (value) => typeof value === "number" && Number.isFinite(value);
const short = (value) => String(Number(value.toPrecision(3)));

/** Runs of neighbouring figures, so that a gap stays a gap. */
function runs(values, first) {
  const found = [];
  let run = [];
  values.forEach((value, index) => {
    if (isFigure(value)) run.push([first + index, value]);
    else if (run.length) found.push(run.splice(0));
  });
  if (run.length) found.push(run);
  return found;
}

function legend(chart, left, width) {
  const group = element("g", { class: "chart-legend" });
  let x = left;
  for (const { name, tone, unlisted } of chart.series) {
    if (unlisted) continue;
    const space = 36 + name.length * 7.2 + 14;
    if (x + space > width + 14 && x > left) break;
    group.append(
      element("line", { class: `chart-line ${tone}`, x1: x, x2: x + 28, y1: 10, y2: 10 }),
      element("text", { x: x + 35, y: 14 }, name),
    );
    x += space;
  }
  return group;
}

function axes(chart, box, x, y) {
  const group = element("g", { class: "chart-axes" });
  for (const tick of y.ticks) {
    const at = y.at(tick);
    group.append(
      element("line", { class: "chart-grid", x1: box.left, x2: box.right, y1: at, y2: at }),
      element("text", { x: box.left - 8, y: at + 4, "text-anchor": "end" }, short(tick)),
    );
  }
  for (const tick of x.ticks) {
    group.append(
      element("line", { class: "chart-tick", x1: x.at(tick), x2: x.at(tick), y1: box.bottom, y2: box.bottom + 5 }),
      element("text", { x: x.at(tick), y: box.bottom + 19, "text-anchor": "middle" }, short(tick)),
    );
  }
  const up = y.isLog ? `${chart.up}, logarithmic` : chart.up;
  group.append(
    element("line", { class: "chart-base", x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom }),
    element("text", { class: "chart-name", x: box.right, y: box.bottom + 37, "text-anchor": "end" }, chart.across),
    element("text", { class: "chart-name", x: 0, y: box.top - 10 }, up),
  );
  return group;
}

function line(series, first, x, y) {
  const group = element("g", {});
  for (const run of runs(series.values, first)) {
    const points = run.map(([at, value]) => `${x.at(at).toFixed(1)},${y.at(value).toFixed(1)}`);
    if (run.length === 1) {
      const [cx, cy] = points[0].split(",");
      group.append(element("circle", { class: `chart-dot ${series.tone}`, cx, cy, r: 3 }));
    } else {
      group.append(element("polyline", { class: `chart-line ${series.tone}`, points: points.join(" ") }));
    }
  }
  return group;
}

/** A mark's words stand on the side where there is room: the first of two marks prefers its left. */
function marked(mark, row, box, x, y) {
  const at = x.at(mark.x);
  const group = element("g", { class: `chart-mark ${mark.tone}` });
  const room = mark.text.length * 7 + 10;
  const isLeft = row === 0 ? at - box.left > room : box.right - at < room;
  const height = box.top + 12 + row * 19;
  group.append(
    element("line", { x1: at, x2: at, y1: box.top, y2: box.bottom }),
    element("text", { x: at + (isLeft ? -7 : 7), y: height, "text-anchor": isLeft ? "end" : "start" }, mark.text),
  );
  if (isFigure(mark.y)) group.append(element("circle", { cx: at, cy: y.at(mark.y), r: 5.5 }));
  return group;
}

function picture(chart, width) {
  const height = Math.round(Math.min(340, Math.max(230, width * 0.48)));
  const box = { left: 44, right: width - 10, top: 58, bottom: height - 44 };
  const first = chart.first ?? 1;
  const longest = Math.max(1, ...chart.series.map((series) => series.values.length));
  const x = stepScale(first, chart.last ?? first + longest - 1, box.left, box.right);
  const y = lossScale(chart.series.flatMap((series) => series.values.filter(isFigure)), box.bottom, box.top);
  const svg = element("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": chart.label });
  svg.append(legend(chart, 0, width), axes(chart, box, x, y));
  for (const series of chart.series) svg.append(line(series, first, x, y));
  (chart.marks ?? []).forEach((mark, row) => svg.append(marked(mark, row, box, x, y)));
  return svg;
}

/**
 * Draws charts into one host, again whenever its width changes.
 * @param {HTMLElement} host
 * @returns {(chart: Chart) => void} draws the given state
 */
export function charting(host) {
  /** @type {Chart|null} */
  let current = null;
  let width = 0;
  const draw = () => {
    if (current && width >= 120) host.replaceChildren(picture(current, width));
  };
  new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (now === width) return;
    width = now;
    draw();
  }).observe(host);
  return (chart) => {
    current = chart;
    width ||= Math.round(host.getBoundingClientRect().width);
    draw();
  };
}
