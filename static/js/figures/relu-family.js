// ReLU and its relatives with their derivatives.
import { explore } from "./explorer.js";

const OFFERED = [["relu", "six"], ["leaky", "one"], ["elu", "two"], ["selu", "three"], ["sigmoid", "five"]];

/** @param {HTMLElement} figure */
export function draw(figure) {
  explore(figure, { offered: OFFERED, on: ["relu", "leaky", "elu"], start: -1, values: [-2, 4], slopes: [-0.1, 2] });
}
