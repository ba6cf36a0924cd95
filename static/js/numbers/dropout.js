// Inverted dropout, as nn.Dropout computes it.

/** One mask: 0 with probability p, else 1 / (1 - p). `next` gives numbers in [0, 1). */
export function mask(count, p, next) {
  return Array.from({ length: count }, () => (next() < p ? 0 : 1 / (1 - p)));
}

/** What passes: in training the values times the mask, in evaluation the values themselves. */
export function passed(values, factors, isTraining) {
  return isTraining ? values.map((value, index) => value * factors[index]) : [...values];
}
