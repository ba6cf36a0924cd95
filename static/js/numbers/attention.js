// Scaled dot-product attention on a few short vectors.

/** Shares that add up to 1; what is masked gets nothing. */
function softmax(scores) {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const whole = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / whole);
}

/**
 * Which share of each key every query takes: softmax of the scores divided by the root of their length.
 * @param {number[][]} queries
 * @param {number[][]} keys
 * @param {{scale: number, isCausal: boolean}} setting `scale` multiplies the queries
 */
export function weights(queries, keys, { scale, isCausal }) {
  return queries.map((query, row) =>
    softmax(keys.map((key, column) => {
      if (isCausal && column > row) return -Infinity;
      return (scale * query.reduce((sum, value, index) => sum + value * key[index], 0)) / Math.sqrt(query.length);
    })),
  );
}
