// Patience and min delta by hand: where training stops, and the weights of which epoch are kept.
import { charting } from "../chart.js";
import { slider, stage } from "./parts.js";

const EPOCHS = 40;
const epochs = Array.from({ length: EPOCHS }, (_, index) => index + 1);

// A model that first learns what generalises, then the training data by heart. The two sines stand
// for the noise of a small validation set, so that too little patience is seen to stop too early.
const TRAIN = epochs.map((epoch) => 0.05 + 1.02 * Math.exp(-epoch / 8.5));
const VALIDATION = epochs.map(
  (epoch) =>
    0.33 +
    0.82 * Math.exp(-epoch / 5.2) +
    0.0075 * Math.max(0, epoch - 15) ** 1.12 +
    0.02 * Math.sin(1.9 * epoch + 0.4) +
    0.012 * Math.sin(0.83 * epoch + 1.1),
);

/**
 * The rule of the lesson: an epoch improves when its loss is below the best by more than `minDelta`;
 * `patience` epochs without improvement in a row end the training.
 * @param {number[]} losses
 * @param {number} patience
 * @param {number} minDelta
 * @returns {{best: number, stop: number, hasStopped: boolean}} epochs from 1
 */
export function earlyStop(losses, patience, minDelta) {
  let best = 1;
  let waited = 0;
  for (let epoch = 2; epoch <= losses.length; epoch += 1) {
    if (losses[epoch - 1] < losses[best - 1] - minDelta) {
      best = epoch;
      waited = 0;
    } else {
      waited += 1;
      if (waited >= patience) return { best, stop: epoch, hasStopped: true };
    }
  }
  return { best, stop: losses.length, hasStopped: false };
}

const LOWEST = VALIDATION.indexOf(Math.min(...VALIDATION)) + 1;

function sentence({ best, stop, hasStopped }) {
  const end = hasStopped
    ? `Training stops after epoch ${stop} and goes back to the weights of epoch ${best}`
    : `Training runs through all ${EPOCHS} epochs and then goes back to the weights of epoch ${best}`;
  const loss = `, whose validation loss is ${VALIDATION[best - 1].toFixed(3)}.`;
  if (best === LOWEST) return `${end}${loss} No epoch would have been better.`;
  return `${end}${loss} Epoch ${LOWEST} would have been better, with ${VALIDATION[LOWEST - 1].toFixed(3)}.`;
}

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const chart = charting(host);
  const update = () => {
    const found = earlyStop(VALIDATION, patience(), minDelta());
    says.textContent = sentence(found);
    const isRun = (_, index) => index < found.stop;
    chart({
      label: `Training and validation loss by epoch. ${says.textContent}`,
      across: "Epoch",
      up: "Loss",
      last: EPOCHS,
      series: [
        { name: "Training", tone: "train", values: TRAIN.filter(isRun) },
        { name: "Validation", tone: "validation", values: VALIDATION.filter(isRun) },
        { name: "Never run", tone: "unrun", values: VALIDATION.map((loss, index) => (index >= found.stop - 1 ? loss : null)) },
      ],
      marks: [
        { x: found.best, y: VALIDATION[found.best - 1], text: `kept: epoch ${found.best}`, tone: "best" },
        { x: found.stop, text: `stopped: epoch ${found.stop}`, tone: "stop" },
      ],
    });
  };
  const patience = slider(controls, { label: "Patience", min: 1, max: 12, step: 1, value: 4, show: (value) => (value === 1 ? "1 epoch" : `${value} epochs`) }, update);
  const minDelta = slider(controls, { label: "Min delta", min: 0, max: 0.06, step: 0.005, value: 0, show: (value) => value.toFixed(3) }, update);
  update();
}
