// Optimizers as PyTorch defines them, and surfaces of two weights on which to watch them walk.

/**
 * @typedef {object} Surface
 * @property {string} name
 * @property {[number, number]} x the range shown
 * @property {[number, number]} y
 * @property {[number, number]} start
 * @property {(x: number, y: number) => number} of
 * @property {(x: number, y: number) => [number, number]} slope
 */

/** @type {Record<string, Surface>} */
export const SURFACES = {
  valley: {
    name: "Narrow valley",
    x: [-6, 6], y: [-3, 3], start: [-5, 2],
    of: (x, y) => 0.05 * x * x + 1.5 * y * y,
    slope: (x, y) => [0.1 * x, 3 * y],
  },
  saddle: {
    name: "Saddle",
    x: [-3, 3], y: [-2.5, 2.5], start: [-2.4, 0.01],
    of: (x, y) => 0.5 * x * x - 0.5 * y * y + 0.05 * y ** 4,
    slope: (x, y) => [x, -y + 0.2 * y ** 3],
  },
  rosenbrock: {
    name: "Bent valley",
    x: [-2, 2], y: [-1, 3], start: [-1.5, 2],
    of: (x, y) => 0.1 * ((1 - x) ** 2 + 20 * (y - x * x) ** 2),
    slope: (x, y) => [0.1 * (-2 * (1 - x) - 80 * x * (y - x * x)), 4 * (y - x * x)],
  },
  minima: {
    name: "Two minima",
    x: [-3, 3], y: [-2, 2], start: [-2.6, 1.2],
    of: (x, y) => 0.1 * x ** 4 - 0.7 * x * x - 0.35 * x + 0.6 * y * y,
    slope: (x, y) => [0.4 * x ** 3 - 1.4 * x - 0.35, 1.2 * y],
  },
};

/**
 * Each makes a step: it changes the weights in place from their gradient, with a memory of its own.
 * @type {Record<string, {name: string, make: (rate: number) => (weights: number[], gradient: number[]) => void}>}
 */
export const OPTIMIZERS = {
  sgd: {
    name: "SGD",
    make: (rate) => (weights, gradient) => {
      gradient.forEach((slope, index) => { weights[index] -= rate * slope; });
    },
  },
  momentum: {
    name: "Momentum",
    make: (rate) => {
      const speed = [0, 0];
      return (weights, gradient) => {
        gradient.forEach((slope, index) => {
          speed[index] = 0.9 * speed[index] + slope;
          weights[index] -= rate * speed[index];
        });
      };
    },
  },
  rmsprop: {
    name: "RMSprop",
    make: (rate) => {
      const square = [0, 0];
      return (weights, gradient) => {
        gradient.forEach((slope, index) => {
          square[index] = 0.99 * square[index] + 0.01 * slope * slope;
          weights[index] -= (rate * slope) / (Math.sqrt(square[index]) + 1e-8);
        });
      };
    },
  },
  adam: {
    name: "Adam",
    make: (rate) => {
      const mean = [0, 0];
      const square = [0, 0];
      let step = 0;
      return (weights, gradient) => {
        step += 1;
        gradient.forEach((slope, index) => {
          mean[index] = 0.9 * mean[index] + 0.1 * slope;
          square[index] = 0.999 * square[index] + 0.001 * slope * slope;
          const first = mean[index] / (1 - 0.9 ** step);
          const second = square[index] / (1 - 0.999 ** step);
          weights[index] -= (rate * first) / (Math.sqrt(second) + 1e-8);
        });
      };
    },
  },
};

/** The way of an optimizer, its start included; it ends early where the weights leave all bounds. */
export function walk(optimizer, surface, start, rate, steps) {
  const step = OPTIMIZERS[optimizer].make(rate);
  const weights = [...start];
  const way = [[...weights]];
  for (let count = 0; count < steps; count += 1) {
    step(weights, SURFACES[surface].slope(weights[0], weights[1]));
    if (!weights.every((weight) => Math.abs(weight) < 1e6)) break;
    way.push([...weights]);
  }
  return way;
}
