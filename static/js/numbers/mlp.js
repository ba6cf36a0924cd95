// A small network that is really trained: one input, two hidden layers of tanh, one output, Adam.
import { gaussian, uniform } from "./random.js";

/**
 * @typedef {object} Network
 * @property {number[]} sizes
 * @property {Float64Array[]} weights one a layer, a row a unit
 * @property {Float64Array[]} biases
 *
 * @typedef {object} Setting
 * @property {number} epochs the whole training set in one batch
 * @property {number} rate
 * @property {number} l1 strength of the sum of |w|, over weights and not biases
 * @property {number} l2 strength of half the sum of w²
 * @property {number} dropout share of hidden units silenced
 * @property {number} seed of the masks
 */

/** A fresh network; its first layer is steep enough to bend around single points. */
export function network(sizes, seed) {
  const next = gaussian(seed);
  const filled = (count, scale) => Float64Array.from({ length: count }, () => next() * scale);
  const weights = [];
  const biases = [];
  for (let layer = 0; layer + 1 < sizes.length; layer += 1) {
    const scale = layer === 0 ? 3 : 1 / Math.sqrt(sizes[layer]);
    weights.push(filled(sizes[layer] * sizes[layer + 1], scale));
    biases.push(filled(sizes[layer + 1], layer === 0 ? 2 : 0));
  }
  return { sizes, weights, biases };
}

/** Values of every layer for one input; masks multiply the hidden ones. */
function forward(net, input, masks) {
  const values = [Float64Array.of(input)];
  const last = net.weights.length - 1;
  net.weights.forEach((weights, layer) => {
    const before = values[layer];
    const out = Float64Array.from(net.biases[layer], (bias, unit) => {
      let sum = bias;
      for (let index = 0; index < before.length; index += 1) sum += weights[unit * before.length + index] * before[index];
      return layer === last ? sum : Math.tanh(sum);
    });
    if (masks && layer < last) masks[layer].forEach((mask, unit) => { out[unit] *= mask; });
    values.push(out);
  });
  return values;
}

/** The network's answer to one input, without dropout. */
export function predict(net, input) {
  const values = forward(net, input, null);
  return values[values.length - 1][0];
}

/** Mean squared error, without dropout and penalties. */
export function loss(net, data) {
  return data.reduce((sum, [x, y]) => sum + (predict(net, x) - y) ** 2, 0) / data.length;
}

/** Adds the gradient of one example's share of the loss. */
function backward(net, [x, y], masks, share, gradients) {
  const values = forward(net, x, masks);
  let delta = Float64Array.of(2 * (values[values.length - 1][0] - y) * share);
  for (let layer = net.weights.length - 1; layer >= 0; layer -= 1) {
    const before = values[layer];
    const weights = net.weights[layer];
    const next = new Float64Array(before.length);
    delta.forEach((d, unit) => {
      gradients.biases[layer][unit] += d;
      for (let index = 0; index < before.length; index += 1) {
        gradients.weights[layer][unit * before.length + index] += d * before[index];
        next[index] += d * weights[unit * before.length + index];
      }
    });
    if (layer > 0) {
      // A silenced unit has the value 0 and passes nothing back; a survivor was scaled by its mask.
      next.forEach((d, unit) => {
        const mask = masks ? masks[layer - 1][unit] : 1;
        const value = mask ? before[unit] / mask : 0;
        next[unit] = d * mask * (1 - value * value);
      });
    }
    delta = next;
  }
}

const zeros = (net) => ({
  weights: net.weights.map((each) => new Float64Array(each.length)),
  biases: net.biases.map((each) => new Float64Array(each.length)),
});

/** Adam with PyTorch's defaults over all numbers of a network. */
function adam(net, rate) {
  const mean = zeros(net);
  const square = zeros(net);
  let step = 0;
  return (gradients) => {
    step += 1;
    const first = 1 - 0.9 ** step;
    const second = 1 - 0.999 ** step;
    for (const kind of ["weights", "biases"]) {
      net[kind].forEach((numbers, layer) => {
        const slopes = gradients[kind][layer];
        for (let index = 0; index < numbers.length; index += 1) {
          const slope = slopes[index];
          mean[kind][layer][index] += 0.1 * (slope - mean[kind][layer][index]);
          square[kind][layer][index] += 0.001 * (slope * slope - square[kind][layer][index]);
          numbers[index] -= (rate * (mean[kind][layer][index] / first)) / (Math.sqrt(square[kind][layer][index] / second) + 1e-8);
        }
      });
    }
  };
}

/**
 * Trains in place; `each` is called after every epoch with its number from 1.
 * @param {Network} net
 * @param {[number, number][]} data
 * @param {Setting} setting
 * @param {(epoch: number) => void} each
 */
export function train(net, data, { epochs, rate, l1, l2, dropout, seed }, each) {
  const step = adam(net, rate);
  const next = uniform(seed);
  const hidden = net.sizes.slice(1, -1);
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const gradients = zeros(net);
    for (const example of data) {
      const masks = dropout ? hidden.map((size) => Array.from({ length: size }, () => (next() < dropout ? 0 : 1 / (1 - dropout)))) : null;
      backward(net, example, masks, 1 / data.length, gradients);
    }
    net.weights.forEach((weights, layer) => weights.forEach((weight, index) => {
      gradients.weights[layer][index] += l1 * Math.sign(weight) + l2 * weight;
    }));
    step(gradients);
    each(epoch);
  }
}
