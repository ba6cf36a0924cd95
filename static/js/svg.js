// Elements of SVG, and the parts that every drawing here has: a legend that wraps, and axes.

const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, string|number>} attributes
 * @param {string} [text]
 */
export function element(name, attributes, text) {
  const node = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

export function short(value) {
  const isTiny = value !== 0 && Math.abs(value) < 1e-3;
  return (isTiny ? value.toExponential(0) : String(Number(value.toPrecision(3)))).replaceAll("-", "−");
}

/**
 * Names of lines, each with a piece of its line, in as many rows as they need.
 * @param {{name: string, tone: string, unlisted?: boolean}[]} series
 * @param {number} width
 * @returns {{group: SVGElement, height: number}}
 */
export function legend(series, width) {
  const group = element("g", { class: "chart-legend" });
  let x = 0;
  let y = 10;
  for (const { name, tone, unlisted } of series) {
    if (unlisted) continue;
    const space = 36 + name.length * 7.9 + 14;
    if (x > 0 && x + space > width + 14) [x, y] = [0, y + 20];
    group.append(
      element("line", { class: `chart-line ${tone}`, x1: x, x2: x + 28, y1: y, y2: y }),
      element("text", { x: x + 35, y: y + 4 }, name),
    );
    x += space;
  }
  return { group, height: y + 6 };
}

/**
 * @param {{across: string, up: string}} names
 * @param {{left: number, right: number, top: number, bottom: number}} box
 * @param {import("./scale.js").Scale} x
 * @param {import("./scale.js").Scale} y
 */
export function axes(names, box, x, y) {
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
  group.append(
    element("line", { class: "chart-base", x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom }),
    element("text", { class: "chart-name", x: box.right, y: box.bottom + 37, "text-anchor": "end" }, names.across),
    element("text", { class: "chart-name", x: 0, y: box.top - 10 }, names.up),
  );
  return group;
}

/**
 * Draws into a host, again whenever its width changes.
 * @template T
 * @param {HTMLElement} host
 * @param {(state: T, width: number) => Node} picture
 * @returns {(state: T) => void} draws the given state
 */
export function redrawing(host, picture) {
  /** @type {T|null} */
  let current = null;
  let width = 0;
  const draw = () => {
    if (current !== null && width >= 120) host.replaceChildren(picture(current, width));
  };
  new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (now === width) return;
    width = now;
    draw();
  }).observe(host);
  return (state) => {
    current = state;
    width ||= Math.round(host.getBoundingClientRect().width);
    draw();
  };
}
