// Several tabs with one attempt: the older one is told, and all of them show what is newest.

/** Speaks to the other tabs of this browser that show the same attempt. */
export class Tabs {
  /**
   * @param {string} attempt
   * @param {{opened: () => void, saved: (saved: object) => void, finished: () => void}} hears
   */
  constructor(attempt, hears) {
    // Very old browsers lack it; then the server's numbers alone decide which answer is newest.
    if (!("BroadcastChannel" in globalThis)) return;
    this.channel = new BroadcastChannel(`holdout.attempt.${attempt}`);
    this.channel.addEventListener("message", ({ data }) => hears[data.what]?.(data));
  }

  /** @param {"opened"|"saved"|"finished"} what */
  tell(what, details = {}) {
    this.channel?.postMessage({ what, ...details });
  }
}
