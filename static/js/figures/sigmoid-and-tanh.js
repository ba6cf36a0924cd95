// Sigmoid and tanh with their derivatives; ReLU can be laid beside them.
import { explore } from "./explorer.js";

/** @param {HTMLElement} figure */
export function draw(figure) {
  explore(figure, { offered: [["sigmoid", "one"], ["tanh", "two"], ["relu", "six"]], on: ["sigmoid", "tanh"], start: 2, values: [-1.2, 1.6], slopes: [-0.1, 1.2] });
}
