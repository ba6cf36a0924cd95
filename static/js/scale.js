// Numbers to pixels: linear and logarithmic scales with round ticks.

/**
 * @typedef {object} Scale
 * @property {(value: number) => number} at where a value stands, in pixels
 * @property {number[]} ticks
 * @property {boolean} isLog
 */

/** Round numbers that cut `low`..`high` into about `count` parts. */
export function roundTicks(low, high, count) {
  const raw = (high - low) / Math.max(1, count);
  if (!(raw > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((part) => part >= raw * 0.999);
  const ticks = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

function logTicks(low, high) {
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power += 1) {
    for (const part of high / low > 1000 ? [1] : [1, 2, 5]) {
      const tick = part * 10 ** power;
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}

/**
 * The scale of losses: from nothing where the figures reach near it, logarithmic where they span so
 * much that all but the largest would lie on the floor.
 * @param {number[]} values finite figures
 * @param {number} bottom pixels
 * @param {number} top pixels
 * @param {boolean} [isLinear] never logarithmic
 * @returns {Scale}
 */
export function lossScale(values, bottom, top, isLinear = false) {
  let low = values.length ? Math.min(...values) : 0;
  let high = values.length ? Math.max(...values) : 1;
  if (!isLinear && low > 0 && high / low > 50) {
    low /= 1.15;
    high *= 1.15;
    const span = Math.log(high / low);
    const at = (value) => bottom + (Math.log(Math.max(value, low) / low) / span) * (top - bottom);
    return { at, ticks: logTicks(low, high), isLog: true };
  }
  if (low > 0 && low < high * 0.5) low = 0;
  if (high - low < 1e-9) [low, high] = [low - 0.5, high + 0.5];
  if (low !== 0) low -= (high - low) * 0.05;
  high += (high - low) * 0.05;
  const at = (value) => bottom + ((value - low) / (high - low)) * (top - bottom);
  return { at, ticks: roundTicks(low, high, 5), isLog: false };
}

/**
 * The scale of epochs or steps, whole numbers from `first` to `last`.
 * @returns {Scale}
 */
export function stepScale(first, last, left, right) {
  const span = Math.max(1, last - first);
  const round = roundTicks(first, last, Math.max(2, Math.min(10, (right - left) / 70)));
  const step = round.length > 1 ? round[1] - round[0] : 1;
  const ticks = round.filter((tick) => Number.isInteger(tick) && tick - first >= 0.6 * step);
  return { at: (x) => left + ((x - first) / span) * (right - left), ticks: [first, ...ticks], isLog: false };
}
