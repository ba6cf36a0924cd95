// How large the gradient still is in each layer of a deep network at its start.
import { ACTIVATIONS } from "./activations.js";
import { gaussian } from "./random.js";

export const WIDTH = 32;

/** Weights of a plain network: one WIDTH x WIDTH matrix a layer, variance gain² / WIDTH. */
export function weights(depth, gain, seed) {
  const next = gaussian(seed);
  const layer = () => Array.from({ length: WIDTH }, () => Array.from({ length: WIDTH }, () => (next() * gain) / Math.sqrt(WIDTH)));
  return Array.from({ length: depth }, layer);
}

/** One input, and the gradient that arrives at the output. */
export function ends(seed) {
  const next = gaussian(seed + 1000);
  const vector = () => Array.from({ length: WIDTH }, next);
  return { input: vector(), arriving: vector() };
}

const size = (vector) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0) / vector.length);

/**
 * The root mean square of the gradient with respect to each layer's pre-activations, first layer first.
 * @param {string} activation a name of ACTIVATIONS
 * @param {number[][][]} layers
 * @param {{input: number[], arriving: number[]}} outside
 */
export function gradientSizes(activation, layers, { input, arriving }) {
  const { of, slope } = ACTIVATIONS[activation];
  const sums = [];
  let values = input;
  for (const layer of layers) {
    const sum = layer.map((row) => row.reduce((total, weight, index) => total + weight * values[index], 0));
    sums.push(sum);
    values = sum.map(of);
  }
  const sizes = [];
  let gradient = arriving;
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const inner = sums[index].map((sum, unit) => gradient[unit] * slope(sum));
    sizes.unshift(size(inner));
    gradient = input.map((_, column) => layers[index].reduce((total, row, unit) => total + row[column] * inner[unit], 0));
  }
  return sizes;
}
