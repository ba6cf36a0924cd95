// Activation functions and their derivatives; a test compares both with PyTorch's.

/** The error function, to about 1e-13: its series near zero, a continued fraction further out. */
export function erf(x) {
  const size = Math.abs(x);
  if (size < 2.5) {
    let term = size;
    let sum = size;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
      term *= -(size * size) / n;
      sum += term / (2 * n + 1);
      if (n > 200) break;
    }
    return Math.sign(x) * sum * (2 / Math.sqrt(Math.PI));
  }
  let tail = 0;
  for (let n = 80; n > 0; n -= 1) tail = n / 2 / (size + tail);
  return Math.sign(x) * (1 - Math.exp(-size * size) / (Math.sqrt(Math.PI) * (size + tail)));
}

const sigmoid = (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const normal = (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const below = (x) => (1 + erf(x / Math.SQRT2)) / 2;

const SCALE = 1.0507009873554805;
const ALPHA = 1.6732632423543772;
const ROOT = Math.sqrt(2 / Math.PI);

/** @type {Record<string, {name: string, of: (x: number) => number, slope: (x: number) => number}>} */
export const ACTIVATIONS = {
  identity: { name: "Identity", of: (x) => x, slope: () => 1 },
  sigmoid: { name: "Sigmoid", of: sigmoid, slope: (x) => sigmoid(x) * (1 - sigmoid(x)) },
  tanh: { name: "Tanh", of: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
  relu: { name: "ReLU", of: (x) => Math.max(0, x), slope: (x) => (x > 0 ? 1 : 0) },
  leaky: { name: "Leaky ReLU", of: (x) => (x > 0 ? x : 0.1 * x), slope: (x) => (x > 0 ? 1 : 0.1) },
  elu: { name: "ELU", of: (x) => (x > 0 ? x : Math.expm1(x)), slope: (x) => (x > 0 ? 1 : Math.exp(x)) },
  selu: {
    name: "SELU",
    of: (x) => SCALE * (x > 0 ? x : ALPHA * Math.expm1(x)),
    slope: (x) => SCALE * (x > 0 ? 1 : ALPHA * Math.exp(x)),
  },
  gelu: { name: "GELU", of: (x) => x * below(x), slope: (x) => below(x) + x * normal(x) },
  gelutanh: {
    name: "GELU, tanh form",
    of: (x) => 0.5 * x * (1 + Math.tanh(ROOT * (x + 0.044715 * x ** 3))),
    slope: (x) => {
      const tanh = Math.tanh(ROOT * (x + 0.044715 * x ** 3));
      return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * ROOT * (1 + 3 * 0.044715 * x * x);
    },
  },
  silu: {
    name: "SiLU",
    of: (x) => x * sigmoid(x),
    slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
  },
};
