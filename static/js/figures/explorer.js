// Activation functions side by side with their derivatives, and both read off at one input.
import { ACTIVATIONS } from "../numbers/activations.js";
import { plotting, sampled } from "../plane.js";
import { slider, stage, switches, told } from "./parts.js";

const RANGE = [-5, 5];

/**
 * @param {HTMLElement} figure
 * @param {{offered: [string, string][], on: string[], start: number, values: [number, number], slopes: [number, number]}} choice
 *   names of ACTIVATIONS, each with its tone; the ranges shown
 */
export function explore(figure, { offered, on, start, values, slopes }) {
  const { host, controls, says } = stage(figure);
  host.classList.add("figure-pair");
  const places = [document.createElement("div"), document.createElement("div")];
  host.append(...places);
  const look = (x) => at(Math.round(x * 20) / 20);
  const planes = places.map((place) => plotting(place, look));
  const update = () => {
    const shown = offered.filter(([name]) => chosen().has(name));
    const x = at();
    const read = shown.map(([name]) => {
      const { name: title, of, slope } = ACTIVATIONS[name];
      return `${title} ${told(of(x))}, derivative ${told(slope(x))}`;
    });
    says.textContent = read.length ? `At x = ${told(x, 2)}: ${read.join("; ")}.` : "Choose a function.";
    const draw = (plane, key, up, y) =>
      plane({
        label: `${up} of ${shown.map(([name]) => ACTIVATIONS[name].name).join(", ")}. ${says.textContent}`,
        across: "x",
        up,
        x: RANGE,
        y,
        upright: x,
        shape: 0.66,
        curves: shown.map(([name, tone]) => ({ name: ACTIVATIONS[name].name, tone, points: sampled(ACTIVATIONS[name][key], RANGE, 401) })),
        dots: shown.map(([name, tone]) => ({ x, y: ACTIVATIONS[name][key](x), tone })),
      });
    draw(planes[0], "of", "Value", values);
    draw(planes[1], "slope", "Derivative", slopes);
  };
  const chosen = switches(controls, { label: "Functions", options: offered.map(([name]) => [name, ACTIVATIONS[name].name]), on }, update);
  const at = slider(controls, { label: "Input x", min: RANGE[0], max: RANGE[1], step: 0.05, value: start, show: (value) => told(value, 2) }, update);
  update();
}
