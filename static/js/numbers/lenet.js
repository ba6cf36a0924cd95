// The small LeNet with its recorded weights: every map on the way from 8 x 8 pixels to ten probabilities.
import { convolve, pool } from "./convolution.js";
import { WEIGHTS } from "./lenet-weights.js";

const relu = (value) => Math.max(0, value);

/** Kernels of a layer as [out][in][row][column]. */
function kernels(name, outs, ins) {
  const flat = WEIGHTS[`${name}.weight`];
  return Array.from({ length: outs }, (_, out) =>
    Array.from({ length: ins }, (__, channel) =>
      Array.from({ length: 3 }, (___, row) => flat.slice(((out * ins + channel) * 3 + row) * 3).slice(0, 3)),
    ),
  );
}

export const FIRST = kernels("0", 6, 1);
const SECOND = kernels("3", 12, 6);

const sum = (maps) => maps.reduce((total, map) => total.map((row, i) => row.map((value, j) => value + map[i][j])));

function convolution(maps, layer, biases, padding) {
  return layer.map((channels, out) =>
    sum(channels.map((kernel, index) => convolve(maps[index], kernel, 1, padding))).map((row) => row.map((value) => relu(value + biases[out]))),
  );
}

const linear = (values, name) =>
  WEIGHTS[`${name}.bias`].map((bias, unit) => values.reduce((total, value, index) => total + value * WEIGHTS[`${name}.weight`][unit * values.length + index], bias));

/**
 * @param {number[][]} picture 8 rows of 8 pixels from 0 to 16
 * @returns {{first: number[][][], pooled: number[][][], second: number[][][], logits: number[], probabilities: number[]}}
 *   maps after their ReLU
 */
export function look(picture) {
  const input = picture.map((row) => row.map((pixel) => pixel / 16));
  const first = convolution([input], FIRST, WEIGHTS["0.bias"], 1);
  const pooled = first.map((map) => pool(map, "max", 2, 2));
  const second = convolution(pooled, SECOND, WEIGHTS["3.bias"], 0);
  const logits = linear(linear(second.flat(2), "6").map(relu), "8");
  const largest = Math.max(...logits);
  const shares = logits.map((logit) => Math.exp(logit - largest));
  const whole = shares.reduce((total, share) => total + share, 0);
  return { first, pooled, second, logits, probabilities: shares.map((share) => share / whole) };
}
