// How an L1 and an L2 penalty alone pull weights of different size towards zero, step by step.
import { charting } from "../chart.js";
import { slider, stage } from "./parts.js";

const START = [1, 0.6, 0.3, 0.1];
const STEPS = 60;
const RATE = 0.1;

/** A proximal step on strength * |w|: every weight loses the same length, and none crosses zero. */
const underL1 = (weight, strength) => Math.max(0, weight - RATE * strength);

/** A gradient step on strength / 2 * w ** 2: every weight loses the same share. */
const underL2 = (weight, strength) => weight * (1 - RATE * strength);

/** Weights over the steps, the start included. */
function path(start, step) {
  const values = [start];
  for (let count = 0; count < STEPS; count += 1) values.push(step(values[values.length - 1]));
  return values;
}

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const chart = charting(host);
  const update = () => {
    const l1 = START.map((start) => path(start, (weight) => underL1(weight, strength())));
    const l2 = START.map((start) => path(start, (weight) => underL2(weight, strength())));
    const zeros = l1.filter((values) => values[STEPS] === 0).length;
    const share = (100 * l2[0][STEPS]) / START[0];
    says.textContent =
      `After ${STEPS} steps L1 has made ${zeros} of ${START.length} weights exactly zero and taken ` +
      `${(RATE * strength() * STEPS).toFixed(2)} from the others; L2 has left each weight ` +
      `${share.toFixed(0)} % of itself, and none is zero.`;
    chart({
      label: `Weights by step under each penalty. ${says.textContent}`,
      across: "Step",
      up: "Weight",
      first: 0,
      series: [
        ...l1.map((values, index) => ({ name: "L1", tone: "one", values, unlisted: index > 0 })),
        ...l2.map((values, index) => ({ name: "L2", tone: "two", values, unlisted: index > 0 })),
      ],
    });
  };
  const strength = slider(controls, { label: "Strength of the penalty", min: 0.02, max: 0.3, step: 0.01, value: 0.08, show: (value) => value.toFixed(2) }, update);
  update();
}
