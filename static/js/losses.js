// The learning curves of one training: what a report's figure and a running grading have in common.
import { charting } from "./chart.js";

/**
 * @typedef {object} Losses
 * @property {(number|null)[]} train one an epoch
 * @property {(number|null)[]} validation
 * @property {number|null} [best] epochs count from 1
 * @property {number|null} [stop]
 * @property {number|null} [last] the last epoch there could be
 */

const known = (values) => values.filter((value) => value !== null).length;

/** @param {Losses} losses */
function told({ train, validation, best, stop }) {
  const parts = [`Training and validation loss over ${Math.max(train.length, validation.length)} epochs.`];
  if (best) parts.push(`Validation loss is lowest in epoch ${best}.`);
  if (stop) parts.push(`Training stopped after epoch ${stop}.`);
  return parts.join(" ");
}

/**
 * @param {HTMLElement} host
 * @returns {(losses: Losses) => void}
 */
export function lossCharting(host) {
  const draw = charting(host);
  return (losses) => {
    const { train, validation, best, stop, last } = losses;
    const series = [
      { name: "Training", tone: "train", values: train },
      { name: "Validation", tone: "validation", values: validation },
    ].filter(({ values }) => known(values));
    const marks = [];
    if (best) marks.push({ x: best, y: validation[best - 1], text: `best: epoch ${best}`, tone: "best" });
    if (stop) marks.push({ x: stop, text: `stopped: epoch ${stop}`, tone: "stop" });
    draw({ label: told(losses), across: "Epoch", up: "Loss", series, marks, last: last ?? undefined });
  };
}
