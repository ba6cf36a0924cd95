// Learning-rate schedules over the epochs of a training.
import { charting } from "../chart.js";
import { rates, SCHEDULES } from "../numbers/schedules.js";
import { slider, stage, switches, told } from "./parts.js";

const TONES = { constant: "six", step: "one", exponential: "two", cosine: "three", warmup: "five" };
const EPOCHS = 60;

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const chart = charting(host);
  const update = () => {
    const setting = { rate: 0.1, epochs: EPOCHS, every: every(), gamma: gamma(), lowest: 0, warm: warm() };
    const names = Object.keys(SCHEDULES).filter((name) => shown().has(name));
    const lines = names.map((name) => rates(name, setting));
    const half = names.map((name, index) => `${SCHEDULES[name].name} ${told(lines[index][EPOCHS / 2], 4)}`);
    says.textContent = half.length ? `Learning rate in epoch ${EPOCHS / 2 + 1} of ${EPOCHS}: ${half.join("; ")}.` : "Choose a schedule.";
    chart({
      label: `Learning rate by epoch. ${says.textContent}`,
      across: "Epoch", up: "Learning rate", last: EPOCHS, isLinear: true,
      series: names.map((name, index) => ({ name: SCHEDULES[name].name, tone: TONES[name], values: lines[index] })),
    });
  };
  const shown = switches(controls, { label: "Schedules", options: Object.entries(SCHEDULES).map(([name, { name: title }]) => [name, title]), on: ["step", "exponential", "cosine", "warmup"] }, update);
  const every = slider(controls, { label: "Step size", min: 5, max: 30, step: 1, value: 15, show: (value) => `${value} epochs` }, update);
  const gamma = slider(controls, { label: "Factor γ per step size", min: 0.1, max: 0.9, step: 0.05, value: 0.5, show: (value) => value.toFixed(2) }, update);
  const warm = slider(controls, { label: "Warm-up", min: 0, max: 15, step: 1, value: 5, show: (value) => `${value} epochs` }, update);
  update();
}
