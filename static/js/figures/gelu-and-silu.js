// GELU, its approximation and SiLU with their derivatives, beside ReLU.
import { explore } from "./explorer.js";

const OFFERED = [["gelu", "one"], ["gelutanh", "five"], ["silu", "two"], ["relu", "six"], ["elu", "three"]];

/** @param {HTMLElement} figure */
export function draw(figure) {
  explore(figure, { offered: OFFERED, on: ["gelu", "silu", "relu"], start: -1, values: [-1, 4], slopes: [-0.3, 1.3] });
}
