// A small network trained here and now on twelve noisy points, with what holds it back switched on or off.
import { charting } from "../chart.js";
import { loss, predict, train } from "../numbers/mlp.js";
import { fresh, TRAINING, truth, VALIDATION } from "../numbers/noisy-sine.js";
import { plotting, sampled } from "../plane.js";
import { earlyStop } from "./early-stopping.js";
import { player, slider, stage, switches, told } from "./parts.js";

const EPOCHS = 300;
const RANGE = [-1, 1];
const PATIENCE = 40;

/** A run: both curves, and the network's answer over the range after every epoch. */
function recording(setting) {
  const net = fresh();
  const run = { train: [], validation: [], answers: [] };
  const record = () => {
    run.train.push(loss(net, TRAINING));
    run.validation.push(loss(net, VALIDATION));
    run.answers.push(sampled((x) => predict(net, x), RANGE, 61));
  };
  train(net, TRAINING, { ...setting, epochs: EPOCHS, rate: 0.03, seed: 3 }, record);
  return run;
}

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  host.classList.add("figure-pair");
  const places = [document.createElement("div"), document.createElement("div")];
  host.append(...places);
  const plane = plotting(places[0]);
  const chart = charting(places[1]);
  let run = null;
  const update = () => {
    if (!run) return;
    const stops = on().has("stopping") ? earlyStop(run.validation, PATIENCE, 0) : null;
    const epoch = Math.min(playing.step(), stops?.hasStopped ? stops.stop : EPOCHS);
    const isOver = stops?.hasStopped && epoch === stops.stop;
    const shown = isOver ? stops.best : epoch;
    says.textContent =
      `Epoch ${epoch}: training loss ${told(run.train[epoch - 1])}, validation loss ${told(run.validation[epoch - 1])}. ` +
      (isOver ? `Early stopping ends here and returns epoch ${stops.best}, validation loss ${told(run.validation[stops.best - 1])}.` : "");
    plane({
      label: `Twelve training points, the true curve, and the network's after epoch ${shown}. ${says.textContent}`,
      across: "Input", up: "Target", x: RANGE, y: [-2, 2], shape: 0.72,
      curves: [
        { name: "Truth", tone: "six", points: sampled(truth, RANGE, 61) },
        { name: "Network", tone: "one", points: run.answers[shown - 1] },
      ],
      dots: TRAINING.map(([x, y]) => ({ x, y, tone: "two" })),
    });
    const seen = (_, index) => index < epoch;
    chart({
      label: `Training and validation loss by epoch. ${says.textContent}`,
      across: "Epoch", up: "Loss", last: EPOCHS, isLinear: true,
      series: [
        { name: "Training", tone: "train", values: run.train.filter(seen) },
        { name: "Validation", tone: "validation", values: run.validation.filter(seen) },
      ],
      marks: isOver
        ? [{ x: stops.best, y: run.validation[stops.best - 1], text: `kept: ${stops.best}`, tone: "best" }, { x: stops.stop, text: `stopped: ${stops.stop}`, tone: "stop" }]
        : [],
    });
  };
  let waiting = 0;
  const again = () => {
    says.textContent = "Training …";
    clearTimeout(waiting);
    // A slider that is still moving would train many networks for nothing.
    waiting = setTimeout(() => {
      run = recording({ l1: l1(), l2: l2(), dropout: dropout() });
      playing.reset(EPOCHS, EPOCHS);
    }, 150);
  };
  const strength = (label) => slider(controls, { label, min: 0, max: 0.03, step: 0.001, value: 0, show: (value) => (value ? value.toFixed(3) : "off") }, again);
  const l1 = strength("L1");
  const l2 = strength("L2");
  const dropout = slider(controls, { label: "Dropout", min: 0, max: 0.5, step: 0.05, value: 0, show: (value) => (value ? value.toFixed(2) : "off") }, again);
  const on = switches(controls, { label: "Rule", options: [["stopping", `Early stopping, patience ${PATIENCE}`]], on: [] }, () => update());
  const playing = player(controls, { label: "Epoch", last: EPOCHS, value: EPOCHS, pause: 40, first: 1 }, () => update());
  again();
}
