// A recurrent unit over ten steps: what it remembers of the first input, and what of the gradient arrives there.
import { charting } from "../chart.js";
import { unroll } from "../numbers/recurrent.js";
import { slider, stage, told } from "./parts.js";

const INPUTS = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const chart = charting(host);
  const update = () => {
    const { states, gradients } = unroll(INPUTS, { input: input(), state: state(), bias: 0 });
    const last = INPUTS.length - 1;
    says.textContent =
      `The input is 1 in the first step and 0 afterwards. The state is ${told(states[0], 2)} after step 1 and ${told(states[last], 3)} after step 10; ` +
      `of a gradient of 1 at step 10, ${told(gradients[0], 4)} arrives at step 1.`;
    chart({
      label: `State and gradient by step. ${says.textContent}`,
      across: "Step", up: "State, gradient", last: INPUTS.length, isLinear: true,
      series: [
        { name: "State", tone: "one", values: states },
        { name: "Gradient of the last state", tone: "two", values: gradients },
      ],
    });
  };
  const input = slider(controls, { label: "Weight of the input", min: 0.1, max: 2, step: 0.1, value: 1, show: (value) => value.toFixed(1) }, update);
  const state = slider(controls, { label: "Weight of the state", min: -1.5, max: 2, step: 0.1, value: 0.8, show: (value) => told(value, 1) }, update);
  update();
}
