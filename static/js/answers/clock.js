// The time left, by the server's clock. A browser's own clock may be wrong by hours, so it is only
// used as a stop-watch; what it says is asked for again every few seconds, for an extension must
// reach a running attempt at once.

const ASK_EVERY = 15_000;
const PATIENCE = 10_000;
const MINUTE = 60_000;
// Minutes at which the time left is said aloud to those who do not see it.
const SAID_AT = [60, 30, 10, 5, 1];

export class Clock {
  /**
   * @param {HTMLFormElement} form
   * @param {{isOver: () => void, isExtended: () => void, isFinished: () => void}} hears
   */
  constructor(form, hears) {
    this.url = `${form.dataset.answers}clock/`;
    this.figure = form.querySelector("[data-time-left]");
    this.until = form.querySelector("[data-time-until]");
    this.said = form.querySelector("[data-time-said]");
    this.hears = hears;
    this.isOver = false;
    // The page was made after its navigation began, so this end is never later than the true one.
    this.end = Number(form.dataset.left);
    this.last = this.left;
  }

  get left() {
    return Math.max(0, this.end - performance.now());
  }

  begin() {
    this.#show();
    setInterval(() => this.#show(), 1000);
    setInterval(() => this.ask(), ASK_EVERY);
    document.addEventListener("visibilitychange", () => !document.hidden && this.ask());
    addEventListener("online", () => this.ask());
  }

  /** Asks the server. Without an answer the stop-watch goes on. */
  async ask() {
    const asked = performance.now();
    let told;
    try {
      const response = await fetch(this.url, {
        credentials: "same-origin",
        cache: "no-store",
        // Handing in waits for this: it must end, whatever the network does.
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!response.ok) return;
      told = await response.json();
      if (typeof told?.finished !== "boolean") return;
    } catch {
      return;
    }
    if (told.finished) {
      this.hears.isFinished();
      return;
    }
    this.end = told.milliseconds_left === null ? Infinity : asked + told.milliseconds_left;
    this.until.textContent = told.until;
    this.#show();
  }

  #show() {
    const left = this.left;
    this.figure.textContent = left === Infinity ? "" : clockFace(left);
    this.figure.toggleAttribute("data-soon", left < 5 * MINUTE);
    this.#say(left);
    if (left > 0 && this.isOver) {
      this.isOver = false;
      this.hears.isExtended();
    }
    if (left <= 0 && !this.isOver) {
      this.isOver = true;
      this.hears.isOver();
    }
  }

  #say(left) {
    const passed = SAID_AT.find((at) => left <= at * MINUTE && this.last > at * MINUTE);
    if (left > this.last + 2000) this.said.textContent = `You have more time: ${inWords(left)}.`;
    else if (passed) this.said.textContent = `${passed} minute${passed === 1 ? "" : "s"} left.`;
    this.last = left;
  }
}

function clockFace(left) {
  const seconds = Math.ceil(left / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  const hours = Math.floor(seconds / 3600);
  const digits = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return hours ? `${hours}:${digits}` : digits;
}

function inWords(left) {
  return left === Infinity ? "there is no end now" : `${Math.round(left / MINUTE)} minutes`;
}
