// Keeps a submission's page up to date while it waits and is graded, then loads its report.
import { lossCharting } from "./losses.js";

/**
 * @typedef {{train_loss: number|null, validation_loss: number|null}} Epoch
 * @typedef {{stage?: string, epoch?: number|null, max_epochs?: number|null, epochs?: Epoch[]}} Progress
 * @typedef {{state: string, place_in_queue: number|null, progress: Progress|null}} Standing
 */

const STAGES = {
  reading: "Reading your program.",
  building: "Building your model.",
  training: "Training your model.",
  predicting: "Predicting on data held out from your program.",
  probing: "Examining what your training does.",
  calling: "Calling what your file defines.",
  searching: "Watching the search.",
};
const SOON = 400;
const LATER = 1500;
const LATEST = 15_000;

/** @param {Standing} standing */
function sentence({ state, place_in_queue: place, progress }) {
  if (state === "queued") {
    if (!place || place === 1) return "Next in the queue.";
    return `Number ${place} in the queue.`;
  }
  return STAGES[progress?.stage ?? ""] ?? "Your program is being graded.";
}

class Live {
  /** @param {HTMLElement} section */
  constructor(section) {
    this.url = section.dataset.live;
    this.status = this.#part(section, "status", "p");
    this.status.setAttribute("role", "status");
    this.epoch = this.#part(section, "epoch", "p");
    this.bar = this.#part(section, "progress", "progress");
    this.host = this.#part(section, "curve", "div");
    this.draw = lossCharting(this.host);
    this.drawn = 0;
    this.misses = 0;
    this.started = Date.now();
  }

  #part(section, name, tag) {
    const found = section.querySelector(`[data-live-${name}]`);
    if (found) return found;
    const made = section.appendChild(document.createElement(tag));
    made.dataset[`live${name[0].toUpperCase()}${name.slice(1)}`] = "";
    made.hidden = name !== "status";
    return made;
  }

  /** Only a changed sentence is written, or a screen reader would repeat it. */
  #say(text) {
    if (this.status.textContent.trim() !== text) this.status.textContent = text;
  }

  /** @param {Standing} standing */
  show(standing) {
    this.#say(sentence(standing));
    const epochs = standing.progress?.epochs ?? [];
    const most = standing.progress?.max_epochs ?? null;
    this.bar.hidden = this.epoch.hidden = this.host.hidden = epochs.length === 0;
    if (epochs.length === this.drawn) return;
    this.drawn = epochs.length;
    this.epoch.textContent = most ? `Epoch ${epochs.length} of at most ${most}` : `Epoch ${epochs.length}`;
    if (most) {
      this.bar.max = most;
      this.bar.value = epochs.length;
    }
    this.draw({
      train: epochs.map((epoch) => epoch.train_loss ?? null),
      validation: epochs.map((epoch) => epoch.validation_loss ?? null),
      last: most,
    });
  }

  /** @returns {number} milliseconds until the next look */
  get pause() {
    if (this.misses) return Math.min(LATEST, SOON * 2 ** this.misses);
    return document.hidden || Date.now() - this.started > 120_000 ? LATER : SOON;
  }

  async look() {
    let standing;
    try {
      const answer = await fetch(this.url, { headers: { Accept: "application/json" }, cache: "no-store" });
      if ([401, 403, 404].includes(answer.status)) {
        this.#say("You are no longer signed in. Sign in again to see the report.");
        return;
      }
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      standing = /** @type {Standing} */ (await answer.json());
      this.misses = 0;
    } catch {
      this.misses += 1;
      if (this.misses > 2) this.#say("The server does not answer just now. Your program is kept; trying again.");
    }
    if (standing?.state === "graded" || standing?.state === "failed") {
      location.reload();
      return;
    }
    if (standing) this.show(standing);
    setTimeout(() => this.look(), this.pause);
  }
}

for (const section of document.querySelectorAll("[data-live]")) new Live(section).look();
