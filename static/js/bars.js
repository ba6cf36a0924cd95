// Draws a table of counts as bars above itself; the table stays, for whoever cannot see the bars.
import { roundTicks } from "./scale.js";

const NAMESPACE = "http://www.w3.org/2000/svg";

function element(name, attributes, text) {
  const node = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

/** @param {HTMLTableElement} table @returns {{name: string, count: number}[]} */
const read = (table) =>
  Array.from(table.tBodies[0].rows, (row) => ({
    name: row.cells[0].textContent.trim(),
    count: Number(row.cells[1].textContent.trim()),
  }));

function picture(bars, names, width) {
  const height = 220;
  const box = { left: 40, right: width - 8, top: 26, bottom: height - 42 };
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const at = (count) => box.bottom - (count / most) * (box.bottom - box.top);
  const step = (box.right - box.left) / bars.length;
  const svg = element("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": names.label });
  for (const tick of roundTicks(0, most, 4).filter(Number.isInteger)) {
    svg.append(
      element("line", { class: "chart-grid", x1: box.left, x2: box.right, y1: at(tick), y2: at(tick) }),
      element("text", { x: box.left - 8, y: at(tick) + 4, "text-anchor": "end" }, String(tick)),
    );
  }
  const every = Math.ceil((Math.max(...bars.map((bar) => bar.name.length)) * 7 + 10) / step);
  bars.forEach(({ name, count }, index) => {
    const x = box.left + index * step;
    const bar = element("rect", { class: "chart-bar", x: x + step * 0.1, y: at(count), width: step * 0.8, height: box.bottom - at(count) });
    bar.append(element("title", {}, `${name}: ${count}`));
    svg.append(bar);
    if (index % every === 0) {
      svg.append(element("text", { x: x + step / 2, y: box.bottom + 16, "text-anchor": "middle" }, name));
    }
  });
  svg.append(
    element("line", { class: "chart-base", x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom }),
    element("text", { class: "chart-name", x: box.right, y: height - 6, "text-anchor": "end" }, names.across),
    element("text", { class: "chart-name", x: 0, y: 12 }, names.up),
  );
  return svg;
}

for (const figure of document.querySelectorAll("[data-bars]")) {
  const table = figure.querySelector("table");
  const bars = read(table);
  if (!bars.length) continue;
  const { across, up } = figure.dataset;
  const label = `${table.caption?.textContent ?? up}: bars, the table below says the same`;
  const host = document.createElement("div");
  host.className = "chart-host";
  figure.prepend(host);
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width >= 120) host.replaceChildren(picture(bars, { across, up, label }, width));
  }).observe(host);
}
