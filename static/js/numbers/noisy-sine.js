// Few noisy examples of a sine, and the network that the over-fitting figure trains on them.
import { network } from "./mlp.js";
import { gaussian, uniform } from "./random.js";

export const truth = (x) => Math.sin(3 * x);

function examples(count, seed) {
  const place = uniform(seed);
  const noise = gaussian(seed + 7);
  return Array.from({ length: count }, () => {
    const x = 2 * place() - 1;
    return [x, truth(x) + 0.3 * noise()];
  });
}

export const TRAINING = examples(12, 6);
export const VALIDATION = examples(60, 56);
export const fresh = () => network([1, 24, 24, 1], 5);
