// The gradient on its way back through a deep network, for each activation.
import { charting } from "../chart.js";
import { ACTIVATIONS } from "../numbers/activations.js";
import { ends, gradientSizes, weights } from "../numbers/depth.js";
import { slider, stage, switches, told } from "./parts.js";

const OFFERED = [["sigmoid", "one"], ["tanh", "two"], ["relu", "six"], ["gelu", "three"], ["selu", "five"]];
const SEED = 2;

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const chart = charting(host);
  const update = () => {
    const layers = weights(depth(), gain(), SEED);
    const outside = ends(SEED);
    const shown = OFFERED.filter(([name]) => chosen().has(name)).map(([name, tone]) => ({
      name: ACTIVATIONS[name].name,
      tone,
      values: gradientSizes(name, layers, outside).map((value) => Math.max(value, 1e-30)),
    }));
    const read = shown.map(({ name, values }) => `${name} ${told(values[0] / values[values.length - 1])}`);
    says.textContent = read.length
      ? `Gradient in the first of ${depth()} layers, as a multiple of that in the last: ${read.join("; ")}.`
      : "Choose a function.";
    chart({ label: `Size of the gradient by layer. ${says.textContent}`, across: "Layer", up: "Gradient", last: depth(), series: shown });
  };
  const chosen = switches(controls, { label: "Activation in every layer", options: OFFERED.map(([name]) => [name, ACTIVATIONS[name].name]), on: ["sigmoid", "tanh", "relu"] }, update);
  const depth = slider(controls, { label: "Depth", min: 2, max: 30, step: 1, value: 12, show: (value) => `${value} layers` }, update);
  const gain = slider(controls, { label: "Gain of the weights", min: 0.5, max: 2.5, step: 0.1, value: 1, show: (value) => value.toFixed(1) }, update);
  update();
}
