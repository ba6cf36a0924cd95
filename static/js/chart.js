// One line chart as SVG: series over epochs or steps, with marked places.
import { lossScale, stepScale } from "./scale.js";
import { axes, element, legend, redrawing } from "./svg.js";

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
 * @property {boolean} [isLinear] never a logarithmic vertical axis
 */

const isFigure = (value) => typeof value === "number" && Number.isFinite(value);

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
  const names = legend(chart.series, width);
  const box = { left: 44, right: width - 10, top: names.height + 42, bottom: height + names.height - 60 };
  const first = chart.first ?? 1;
  const longest = Math.max(1, ...chart.series.map((series) => series.values.length));
  const x = stepScale(first, chart.last ?? first + longest - 1, box.left, box.right);
  const y = lossScale(chart.series.flatMap((series) => series.values.filter(isFigure)), box.bottom, box.top, chart.isLinear);
  const svg = element("svg", { class: "chart", viewBox: `0 0 ${width} ${box.bottom + 44}`, role: "img", "aria-label": chart.label });
  const up = y.isLog ? `${chart.up}, logarithmic` : chart.up;
  svg.append(names.group, axes({ across: chart.across, up }, box, x, y));
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
  return redrawing(host, picture);
}
