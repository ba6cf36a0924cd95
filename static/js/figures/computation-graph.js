// A computation graph with the values on their way forward and the gradients on their way back.
import { evaluate } from "../numbers/graph.js";
import { element, redrawing } from "../svg.js";
import { player, slider, stage, told } from "./parts.js";

const NODES = [
  { name: "x", text: "x", at: [0, 0] },
  { name: "w", text: "w", at: [0, 1] },
  { name: "b", text: "b", at: [0, 2] },
  { name: "y", text: "y", at: [0, 3] },
  { name: "product", text: "p = w·x", at: [1, 0.5], from: ["x", "w"], rule: "∂L/∂p = ∂L/∂z" },
  { name: "sum", text: "z = p + b", at: [2, 1.25], from: ["product", "b"], rule: "∂L/∂z = ∂L/∂a · a(1 − a)" },
  { name: "output", text: "a = σ(z)", at: [3, 1.25], from: ["sum"], rule: "∂L/∂a = ∂L/∂e" },
  { name: "error", text: "e = a − y", at: [4, 2], from: ["output", "y"], rule: "∂L/∂e = 2e" },
  { name: "loss", text: "L = e²", at: [5, 2], from: ["error"], rule: "∂L/∂L = 1" },
];
const FORWARD = ["product", "sum", "output", "error", "loss"];
// What each step backward makes known, and the words for it.
const BACKWARD = [
  { known: ["loss"], words: "Backward begins with ∂L/∂L = 1." },
  { known: ["error"], words: "Through the square: ∂L/∂e = 2e." },
  { known: ["output", "y"], words: "Through the difference: ∂L/∂a = ∂L/∂e, and ∂L/∂y = −∂L/∂e." },
  { known: ["sum"], words: "Through the sigmoid: ∂L/∂z = ∂L/∂a · a(1 − a)." },
  { known: ["product", "b"], words: "A sum hands its gradient to both: ∂L/∂p = ∂L/∂b = ∂L/∂z." },
  { known: ["w", "x"], words: "A product exchanges its factors: ∂L/∂w = ∂L/∂p · x, and ∂L/∂x = ∂L/∂p · w." },
];
const LAST = FORWARD.length + BACKWARD.length;

/** Across where there is room, else from top to bottom. */
function placing(width) {
  const isWide = width >= 620;
  const size = isWide ? { x: 104, y: 58 } : { x: Math.min(84, (width - 12) / 4), y: 58 };
  const along = isWide ? (width - size.x) / 5 : 78;
  const aside = isWide ? 74 : (width - size.x) / 3;
  const place = ([step, lane]) => (isWide ? [step * along, lane * aside] : [lane * aside, step * along]);
  const height = isWide ? 3 * aside + size.y : 5 * along + size.y;
  return { size, place, height: height + 4, isWide };
}

function picture({ nodes, values, gradients, label }, width) {
  const { size, place, height, isWide } = placing(width);
  const svg = element("svg", { class: "chart graph", viewBox: `-2 -2 ${width + 4} ${height}`, role: "img", "aria-label": label });
  const centre = (name) => {
    const [x, y] = place(NODES.find((node) => node.name === name).at);
    return [x + size.x / 2, y + size.y / 2];
  };
  for (const node of NODES) {
    for (const from of node.from ?? []) {
      const [x1, y1] = centre(from);
      const [x2, y2] = centre(node.name);
      svg.append(element("line", { class: `graph-edge${gradients.has(from) ? " known" : ""}`, x1, y1, x2, y2 }));
    }
  }
  for (const { name, text, at, from } of NODES) {
    const [x, y] = place(at);
    const group = element("g", { class: `graph-node${from ? "" : " leaf"}` });
    group.append(
      element("rect", { x, y, width: size.x, height: size.y, rx: 6 }),
      element("text", { class: "graph-name", x: x + size.x / 2, y: y + 16, "text-anchor": "middle" }, text),
    );
    if (values.has(name)) group.append(element("text", { class: "graph-value", x: x + size.x / 2, y: y + 33, "text-anchor": "middle" }, told(nodes[name].value)));
    if (gradients.has(name)) group.append(element("text", { class: "graph-gradient", x: x + size.x / 2, y: y + 50, "text-anchor": "middle" }, `${isWide ? "grad " : "∂ "}${told(nodes[name].gradient)}`));
    svg.append(group);
  }
  return svg;
}

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const drawn = redrawing(host, picture);
  const update = () => {
    const nodes = evaluate({ x: x(), w: w(), b: b(), y: y() });
    const step = playing.step();
    const forward = FORWARD.slice(0, step);
    const backward = BACKWARD.slice(0, Math.max(0, step - FORWARD.length));
    const newest = backward[backward.length - 1];
    const node = NODES.find(({ name }) => name === forward[forward.length - 1]);
    if (newest) says.textContent = `${newest.words} ${newest.known.map((name) => `${told(nodes[name].gradient)}`).join(" and ")}.`;
    else if (node) says.textContent = `Forward: ${node.text} = ${told(nodes[node.name].value)}.`;
    else says.textContent = "The inputs are given. Step forward to compute the loss, then back for the gradients.";
    drawn({
      nodes,
      values: new Set(["x", "w", "b", "y", ...forward]),
      gradients: new Set(backward.flatMap(({ known }) => known)),
      label: `Computation graph of the squared error of a sigmoid unit. ${says.textContent}`,
    });
  };
  const number = (label, value) => slider(controls, { label, min: -3, max: 3, step: 0.1, value, show: (read) => told(read, 1) }, () => update());
  const x = number("Input x", 2);
  const w = number("Weight w", 0.5);
  const b = number("Bias b", -1);
  const y = number("Target y", 1);
  const playing = player(controls, { label: "Step", last: LAST, value: LAST, pause: 900, show: (step) => `${step} of ${LAST}` }, () => update());
  update();
}
