// A small computation graph: a linear unit, a sigmoid and a squared error, forward and backward.

/**
 * @param {{x: number, w: number, b: number, y: number}} inputs
 * @returns {Record<string, {value: number, gradient: number}>} of each node, by name; the gradient of the
 *   loss with respect to it
 */
export function evaluate({ x, w, b, y }) {
  const product = w * x;
  const sum = product + b;
  const output = 1 / (1 + Math.exp(-sum));
  const error = output - y;
  const loss = error * error;
  const toError = 2 * error;
  const toSum = toError * output * (1 - output);
  return {
    x: { value: x, gradient: toSum * w },
    w: { value: w, gradient: toSum * x },
    product: { value: product, gradient: toSum },
    b: { value: b, gradient: toSum },
    sum: { value: sum, gradient: toSum },
    output: { value: output, gradient: toError },
    y: { value: y, gradient: -toError },
    error: { value: error, gradient: toError },
    loss: { value: loss, gradient: 1 },
  };
}
