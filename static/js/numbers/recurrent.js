// A recurrent unit of one number, unrolled over a sequence, and the gradient on its way back through time.

/**
 * @param {number[]} inputs
 * @param {{input: number, state: number, bias: number}} weights
 * @returns {{states: number[], gradients: number[]}} each state, and the derivative of the last state
 *   with respect to it
 */
export function unroll(inputs, weights) {
  const states = [];
  inputs.forEach((input, step) => {
    states.push(Math.tanh(weights.input * input + weights.state * (step ? states[step - 1] : 0) + weights.bias));
  });
  const gradients = states.map(() => 1);
  for (let step = states.length - 2; step >= 0; step -= 1) {
    gradients[step] = gradients[step + 1] * (1 - states[step + 1] ** 2) * weights.state;
  }
  return { states, gradients };
}
