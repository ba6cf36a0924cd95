// The training of a network in nine steps; four of them are a loop.
import { element, redrawing } from "../svg.js";
import { player, stage } from "./parts.js";

const STEPS = [
  ["Data", "Collect, clean and split the data into training, validation and test part."],
  ["Network", "Choose the architecture, and draw the initial weights."],
  ["Forward", "Compute predictions for a batch."],
  ["Loss", "Measure how wrong they are: one number."],
  ["Backward", "Compute the gradient of the loss for every weight."],
  ["Update", "The optimizer moves every weight a little against its gradient."],
  ["Iterate", "Back to step 3 with the next batch; after all batches, an epoch is over."],
  ["Validate", "Measure on the validation part; tune settings, and stop when it no longer improves."],
  ["Test", "Once, at the very end: measure on data that played no part in any decision."],
];

function picture({ current, label }, width) {
  const columns = width >= 520 ? 9 : 3;
  const cell = width / columns;
  const rows = Math.ceil(STEPS.length / columns);
  const svg = element("svg", { class: "chart", viewBox: `0 0 ${width} ${rows * 74 + 4}`, role: "img", "aria-label": label });
  STEPS.forEach(([name], index) => {
    const x = (index % columns) * cell + 3;
    const y = Math.floor(index / columns) * 74 + 3;
    const inLoop = index >= 2 && index <= 6;
    svg.append(
      element("rect", { class: `step-box${inLoop ? " loop" : ""}${index === current ? " current" : ""}`, x, y, width: cell - 6, height: 64, rx: 6 }),
      element("text", { class: "graph-name", x: x + cell / 2 - 3, y: y + 26, "text-anchor": "middle" }, String(index + 1)),
      element("text", { x: x + cell / 2 - 3, y: y + 48, "text-anchor": "middle" }, name),
    );
  });
  return svg;
}

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const drawn = redrawing(host, picture);
  const update = () => {
    const current = playing.step() - 1;
    says.textContent = `Step ${current + 1}, ${STEPS[current][0].toLowerCase()}: ${STEPS[current][1]}${current >= 2 && current <= 6 ? " (Part of the loop that is repeated for every batch.)" : ""}`;
    drawn({ current, label: `Nine steps of a training. ${says.textContent}` });
  };
  const playing = player(controls, { label: "Step", first: 1, last: STEPS.length, value: 1, pause: 1500 }, () => update());
  update();
}
