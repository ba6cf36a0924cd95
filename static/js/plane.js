// A plane with two axes of numbers as SVG: curves, areas of lines, dots, and a place that is looked at.
import { roundTicks } from "./scale.js";
import { axes, element, legend, redrawing } from "./svg.js";

/**
 * @typedef {object} Curve
 * @property {string} name
 * @property {string} tone a class of charts.css: one to six
 * @property {[number, number][]} points
 * @property {boolean} [unlisted] not named in the legend
 *
 * @typedef {object} Dot
 * @property {number} x
 * @property {number} y
 * @property {string} tone
 * @property {string} [text]
 *
 * @typedef {object} Plane
 * @property {string} label what a reader who cannot see the plane is told
 * @property {string} across
 * @property {string} up
 * @property {[number, number]} x the range shown
 * @property {[number, number]} y
 * @property {Curve[]} curves
 * @property {Dot[]} [dots]
 * @property {[number, number][][]} [lines] thin lines behind everything, such as contours
 * @property {number} [upright] a vertical line stands here
 * @property {number} [shape] height by width
 */

const linear = ([low, high], from, to, count) => ({
  at: (value) => from + ((value - low) / (high - low)) * (to - from),
  ticks: roundTicks(low, high, count),
  isLog: false,
});

const path = (points, x, y) =>
  points.map(([a, b], index) => `${index ? "L" : "M"}${x.at(a).toFixed(1)} ${y.at(b).toFixed(1)}`).join("");

function drawn(plane, box, x, y) {
  // An inner picture cuts off what lies outside the range.
  const inner = element("svg", {
    x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top,
    viewBox: `${box.left} ${box.top} ${box.right - box.left} ${box.bottom - box.top}`,
  });
  if (plane.lines?.length) {
    inner.append(element("path", { class: "chart-contour", d: plane.lines.map((points) => path(points, x, y)).join("") }));
  }
  if (plane.y[0] < 0 && plane.y[1] > 0) inner.append(element("path", { class: "chart-base", d: `M${box.left} ${y.at(0)}H${box.right}` }));
  if (plane.x[0] < 0 && plane.x[1] > 0) inner.append(element("path", { class: "chart-base", d: `M${x.at(0)} ${box.top}V${box.bottom}` }));
  if (plane.upright !== undefined) inner.append(element("path", { class: "chart-upright", d: `M${x.at(plane.upright)} ${box.top}V${box.bottom}` }));
  for (const { tone, points } of plane.curves) {
    if (points.length) inner.append(element("path", { class: `chart-line ${tone}`, d: path(points, x, y) }));
  }
  for (const { tone, x: a, y: b } of plane.dots ?? []) {
    inner.append(element("circle", { class: `chart-dot ${tone}`, cx: x.at(a), cy: y.at(b), r: 4.5 }));
  }
  return inner;
}

function worded(dot, box, x, y) {
  const at = x.at(dot.x);
  const isLeft = at + dot.text.length * 7 + 12 > box.right;
  const height = Math.min(box.bottom - 6, Math.max(box.top + 12, y.at(dot.y) - 8));
  const group = element("g", { class: "chart-mark" });
  group.append(element("text", { x: at + (isLeft ? -8 : 8), y: height, "text-anchor": isLeft ? "end" : "start" }, dot.text));
  return group;
}

function picture(plane, width, picked) {
  const names = legend(plane.curves, width);
  const left = 48;
  const top = names.height + 32;
  const across = width - left - 10;
  const high = Math.round(Math.min(380, Math.max(190, across * (plane.shape ?? 0.5))));
  const box = { left, right: width - 10, top, bottom: top + high };
  const x = linear(plane.x, box.left, box.right, Math.max(3, Math.min(10, across / 70)));
  const y = linear(plane.y, box.bottom, box.top, 5);
  const svg = element("svg", { class: "chart", viewBox: `0 0 ${width} ${box.bottom + 44}`, role: "img", "aria-label": plane.label });
  svg.append(names.group, axes(plane, box, x, y), drawn(plane, box, x, y));
  for (const dot of plane.dots ?? []) if (dot.text) svg.append(worded(dot, box, x, y));
  if (picked) {
    svg.classList.add("chart-picked");
    const pick = (event) => {
      const scale = width / svg.getBoundingClientRect().width;
      const { left: originX, top: originY } = svg.getBoundingClientRect();
      const a = plane.x[0] + (((event.clientX - originX) * scale - box.left) / across) * (plane.x[1] - plane.x[0]);
      const b = plane.y[0] + ((box.bottom - (event.clientY - originY) * scale) / high) * (plane.y[1] - plane.y[0]);
      if (a >= plane.x[0] && a <= plane.x[1] && b >= plane.y[0] && b <= plane.y[1]) picked(a, b, event.type);
    };
    svg.addEventListener("pointerdown", pick);
    svg.addEventListener("pointermove", pick);
  }
  return svg;
}

/**
 * Draws planes into one host, again whenever its width changes.
 * @param {HTMLElement} host
 * @param {(x: number, y: number, type: string) => void} [picked] told where the pointer moves or presses
 * @returns {(plane: Plane) => void}
 */
export function plotting(host, picked) {
  return redrawing(host, (plane, width) => picture(plane, width, picked));
}

/** Points of a function over a range. */
export function sampled(of, [low, high], count = 241) {
  return Array.from({ length: count }, (_, index) => {
    const x = low + ((high - low) * index) / (count - 1);
    return [x, of(x)];
  });
}
