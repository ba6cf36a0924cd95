// Losses of a regression by the error, and the one number that each would answer to many targets.

/** @type {Record<string, {name: string, of: (error: number, delta: number) => number}>} */
export const LOSSES = {
  mse: { name: "Squared", of: (error) => error * error },
  mae: { name: "Absolute", of: (error) => Math.abs(error) },
  huber: {
    name: "Huber",
    of: (error, delta) => {
      const size = Math.abs(error);
      return size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
    },
  },
};

/** The mean loss of answering `answer` to all targets. */
export function meanLoss(name, targets, answer, delta) {
  return targets.reduce((sum, target) => sum + LOSSES[name].of(answer - target, delta), 0) / targets.length;
}

/** The answer with the smallest mean loss; all three losses are convex. */
export function bestAnswer(name, targets, delta) {
  let low = Math.min(...targets);
  let high = Math.max(...targets);
  for (let round = 0; round < 200; round += 1) {
    const left = low + (high - low) / 3;
    const right = high - (high - low) / 3;
    if (meanLoss(name, targets, left, delta) <= meanLoss(name, targets, right, delta)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
