// Optimizers on their way down a surface of two weights, step by step, from wherever one puts them.
import { OPTIMIZERS, SURFACES, walk } from "../numbers/optimizers.js";
import { plotting } from "../plane.js";
import { contours } from "./contours.js";
import { player, selection, slider, stage, switches, told } from "./parts.js";

const TONES = { sgd: "one", momentum: "two", rmsprop: "three", adam: "five" };
const STEPS = 120;
const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7];

/**
 * @param {HTMLElement} figure
 * @param {string[]} offered names of OPTIMIZERS
 * @param {{surface: string, rate: number, on: string[]}} first
 */
export function trace(figure, offered, first) {
  const { host, controls, says } = stage(figure);
  const lines = Object.fromEntries(Object.entries(SURFACES).map(([name, { of, x, y }]) => [name, contours(of, x, y)]));
  let start = SURFACES[first.surface].start;
  const plane = plotting(host, (x, y, type) => {
    if (type === "pointerdown") place(x, y);
  });
  const update = () => {
    const step = playing.step();
    const rate = RATES[rateAt()];
    const surface = SURFACES[chosen()];
    const ways = offered.filter((name) => shown().has(name)).map((name) => ({ name, way: walk(name, chosen(), start, rate, step) }));
    const ends = ways.map(({ name, way }) => {
      const [x, y] = way[way.length - 1];
      const height = way.length <= step ? "has left all bounds" : told(surface.of(x, y));
      return `${OPTIMIZERS[name].name} ${height}`;
    });
    says.textContent = ends.length ? `Loss after step ${step} with learning rate ${rate}: ${ends.join("; ")}.` : "Choose an optimizer.";
    plane({
      label: `Ways of optimizers on the surface ${surface.name}. ${says.textContent}`,
      across: "First weight", up: "Second weight", x: surface.x, y: surface.y, shape: 0.58, lines: lines[chosen()],
      curves: ways.map(({ name, way }) => ({ name: OPTIMIZERS[name].name, tone: TONES[name], points: way })),
      dots: [{ x: start[0], y: start[1], tone: "six" }, ...ways.map(({ name, way }) => ({ x: way[way.length - 1][0], y: way[way.length - 1][1], tone: TONES[name] }))],
    });
  };
  const place = (x, y) => {
    start = [x, y];
    startX(Math.round(x * 20) / 20);
    startY(Math.round(y * 20) / 20);
    start = [x, y];
    update();
  };
  const changed = () => playing.reset(STEPS, STEPS);
  const moved = () => {
    start = [startX(), startY()];
    update();
  };
  const chosen = selection(controls, { label: "Surface", options: Object.entries(SURFACES).map(([name, { name: title }]) => [name, title]), value: first.surface }, () => {
    place(...SURFACES[chosen()].start);
    changed();
  });
  const rateAt = slider(controls, { label: "Learning rate", min: 0, max: RATES.length - 1, step: 1, value: RATES.indexOf(first.rate), show: (value) => String(RATES[value]) }, () => update());
  const startX = slider(controls, { label: "Start, first weight", min: -6, max: 6, step: 0.05, value: start[0], show: (value) => told(value, 2) }, moved);
  const startY = slider(controls, { label: "Start, second weight", min: -3, max: 3, step: 0.05, value: start[1], show: (value) => told(value, 2) }, moved);
  const shown = switches(controls, { label: "Optimizers", options: offered.map((name) => [name, OPTIMIZERS[name].name]), on: first.on }, () => update());
  const playing = player(controls, { label: "Step", last: STEPS, value: STEPS, pause: 70 }, update);
  start = SURFACES[first.surface].start;
  update();
}

/** @param {HTMLElement} figure */
export function draw(figure) {
  trace(figure, ["sgd", "momentum", "rmsprop", "adam"], { surface: "valley", rate: 0.1, on: ["sgd", "momentum", "rmsprop", "adam"] });
}
