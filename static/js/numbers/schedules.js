// Learning rates over the epochs, as torch.optim.lr_scheduler gives them.

/** @type {Record<string, {name: string, of: (epoch: number, setting: Setting) => number}>} */
export const SCHEDULES = {
  constant: { name: "Constant", of: (_, { rate }) => rate },
  step: { name: "Step", of: (epoch, { rate, every, gamma }) => rate * gamma ** Math.floor(epoch / every) },
  exponential: { name: "Exponential", of: (epoch, { rate, gamma, every }) => rate * gamma ** (epoch / every) },
  cosine: {
    name: "Cosine",
    of: (epoch, { rate, epochs, lowest }) => lowest + ((rate - lowest) / 2) * (1 + Math.cos((Math.PI * epoch) / epochs)),
  },
  warmup: {
    name: "Warm-up, cosine",
    of: (epoch, { rate, epochs, lowest, warm }) => {
      if (epoch < warm) return (rate * (epoch + 1)) / (warm + 1);
      return lowest + ((rate - lowest) / 2) * (1 + Math.cos((Math.PI * (epoch - warm)) / (epochs - warm)));
    },
  },
};

/**
 * @typedef {object} Setting
 * @property {number} rate at the start
 * @property {number} epochs
 * @property {number} every epochs between two drops
 * @property {number} gamma the factor of a drop
 * @property {number} lowest
 * @property {number} warm epochs of warm-up
 */

/** The rate used in each epoch, the first first. */
export function rates(name, setting) {
  return Array.from({ length: setting.epochs }, (_, epoch) => SCHEDULES[name].of(epoch, setting));
}
