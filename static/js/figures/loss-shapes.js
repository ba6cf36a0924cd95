// Three losses by the error, and the answer each prefers when one target lies far from the rest.
import { bestAnswer, LOSSES, meanLoss } from "../numbers/losses.js";
import { plotting, sampled } from "../plane.js";
import { slider, stage, told } from "./parts.js";

const TARGETS = [1, 1.5, 2, 2.5];
const TONES = { mse: "one", mae: "two", huber: "three" };

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  host.classList.add("figure-pair");
  const places = [document.createElement("div"), document.createElement("div")];
  host.append(...places);
  const shapes = plotting(places[0]);
  const answers = plotting(places[1]);
  const names = Object.keys(LOSSES);
  const update = () => {
    const targets = [...TARGETS, outlier()];
    const best = names.map((name) => ({ name, at: bestAnswer(name, targets, delta()) }));
    says.textContent =
      `Targets 1, 1.5, 2, 2.5 and ${told(outlier(), 1)}. The best single answer by squared error is ` +
      `${told(best[0].at, 2)}, by absolute error ${told(best[1].at, 2)}, by Huber with δ = ${told(delta(), 1)} ${told(best[2].at, 2)}.`;
    shapes({
      label: `Loss by error for squared, absolute and Huber loss with delta ${delta()}.`,
      across: "Error", up: "Loss", x: [-4, 4], y: [0, 6], shape: 0.7,
      curves: names.map((name) => ({ name: LOSSES[name].name, tone: TONES[name], points: sampled((error) => LOSSES[name].of(error, delta()), [-4, 4]) })),
    });
    answers({
      label: says.textContent,
      across: "Answer to all five targets", up: "Mean loss", x: [0, 12], y: [0, 20], shape: 0.7,
      curves: names.map((name) => ({ name: LOSSES[name].name, tone: TONES[name], unlisted: true, points: sampled((answer) => meanLoss(name, targets, answer, delta()), [0, 12]) })),
      dots: [
        ...targets.map((x) => ({ x, y: 0.3, tone: "six" })),
        ...best.map(({ name, at }) => ({ x: at, y: meanLoss(name, targets, at, delta()), tone: TONES[name] })),
      ],
    });
  };
  const outlier = slider(controls, { label: "Fifth target", min: 0, max: 12, step: 0.5, value: 10, show: (value) => value.toFixed(1) }, update);
  const delta = slider(controls, { label: "Huber's δ", min: 0.1, max: 4, step: 0.1, value: 1, show: (value) => value.toFixed(1) }, update);
  update();
}
