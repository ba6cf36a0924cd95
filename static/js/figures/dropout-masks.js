// A network under dropout: which units are silent in this pass, and how the others are scaled.
import { mask, passed } from "../numbers/dropout.js";
import { uniform } from "../numbers/random.js";
import { element, redrawing } from "../svg.js";
import { button, selection, slider, stage, told } from "./parts.js";

const VALUES = [0.8, 0.2, 1.5, 0.6, 1.1, 0.4, 0.9, 1.3];
const LAYERS = [3, VALUES.length, 2];

function picture({ factors, isTraining, label }, width) {
  const height = 300;
  const wide = Math.min(width, 560);
  const svg = element("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  const x = (layer) => (width - wide) / 2 + 30 + ((wide - 110) * layer) / 2;
  const y = (layer, unit) => 20 + ((height - 40) * (unit + 0.5)) / LAYERS[layer];
  const isOff = (layer, unit) => layer === 1 && isTraining && factors[unit] === 0;
  for (const layer of [0, 1]) {
    for (let from = 0; from < LAYERS[layer]; from += 1) {
      for (let to = 0; to < LAYERS[layer + 1]; to += 1) {
        const off = isOff(layer, from) || isOff(layer + 1, to);
        svg.append(element("line", { class: `net-edge${off ? " off" : ""}`, x1: x(layer), y1: y(layer, from), x2: x(layer + 1), y2: y(layer + 1, to) }));
      }
    }
  }
  const out = passed(VALUES, factors, isTraining);
  LAYERS.forEach((count, layer) => {
    for (let unit = 0; unit < count; unit += 1) {
      const off = isOff(layer, unit);
      svg.append(element("circle", { class: `net-unit${off ? " off" : ""}`, cx: x(layer), cy: y(layer, unit), r: 12 }));
      if (off) svg.append(element("path", { class: "net-cross", d: `M${x(1) - 6} ${y(1, unit) - 6}l12 12m0-12l-12 12` }));
      if (layer === 1) svg.append(element("text", { class: "net-text", x: x(1) + 19, y: y(1, unit) + 4 }, told(out[unit], 2)));
    }
  });
  return svg;
}

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const drawn = redrawing(host, picture);
  let passes = 1;
  const update = () => {
    const next = uniform(11);
    const masks = Array.from({ length: passes }, () => mask(VALUES.length, p(), next));
    const factors = masks[passes - 1];
    const isTraining = mode() === "train";
    const outs = masks.map((each) => passed(VALUES, each, isTraining));
    const means = VALUES.map((_, unit) => outs.reduce((sum, out) => sum + out[unit], 0) / passes);
    const silent = factors.flatMap((factor, unit) => (factor === 0 ? [unit + 1] : []));
    says.textContent = isTraining
      ? `Pass ${passes}, training: ${silent.length ? `silent of ${VALUES.length} units: ${silent.join(", ")}` : "no unit is silent"}, the others are multiplied by ${told(1 / (1 - p()), 2)}. ` +
        `Unit 3 is ${VALUES[2]} without dropout; its mean over ${passes} ${passes === 1 ? "pass" : "passes"} is ${told(means[2], 2)}.`
      : `Evaluation: every value passes unchanged, whatever p is. Unit 3 is ${VALUES[2]} in every pass.`;
    drawn({ factors, isTraining, label: `A network with ${VALUES.length} hidden units under dropout. ${says.textContent}` });
  };
  const p = slider(controls, { label: "Probability p", min: 0, max: 0.9, step: 0.05, value: 0.5, show: (value) => value.toFixed(2) }, update);
  const mode = selection(controls, { label: "Mode", options: [["train", "model.train()"], ["eval", "model.eval()"]] }, update);
  const buttons = document.createElement("div");
  buttons.className = "figure-buttons";
  controls.append(buttons);
  button(buttons, "Next pass", () => { passes += 1; update(); });
  button(buttons, "100 passes", () => { passes += 100; update(); });
  update();
}
