// One request to the server, and what its answer means.

// How long a request may take before it counts as lost and is sent again.
const PATIENCE = 10_000;

/**
 * @typedef {"saved"|"finished"|"too_late"|"stands"|"refused"|"signed_out"|"not_found"|"failed"|
 *           "unreachable"} Outcome
 */

export class Sender {
  /** @param {HTMLElement} place the form of an attempt, or what tells of a finished one */
  constructor(place) {
    this.place = place;
    this.url = place.dataset.answers;
  }

  /** A token may have changed with a new sign-in. */
  get token() {
    const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
    return cookie ? cookie[1] : (this.place.elements?.namedItem("csrfmiddlewaretoken").value ?? "");
  }

  #request(path, method, body, options = {}) {
    return fetch(this.url + path, {
      method,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify(body),
      ...options,
    });
  }

  /** @param {import("./shelf.js").Entry} entry */
  #save(question, entry, seconds, options) {
    const body = {
      answer: entry.answer,
      sequence: entry.sequence,
      waited: Math.min(Math.max(0, Math.round(Date.now() - entry.givenAt)), 86_400_000),
      seconds: Math.min(seconds, 86_400),
    };
    if (entry.id) body.id = entry.id;
    if (entry.certainty) body.certainty = entry.certainty;
    return this.#request(`responses/${encodeURIComponent(question)}/`, "PUT", body, options);
  }

  /** @returns {Promise<{outcome: Outcome, told?: object, reason?: string}>} */
  async save(question, entry, seconds) {
    let response;
    let told;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      response = await this.#save(question, entry, seconds, { signal });
      told = await response.json();
    } catch {
      return { outcome: "unreachable" };
    }
    const reason = told?.error?.message ?? "";
    switch (response.status) {
      case 200:
        // Whatever stands between may answer too: only the service's own word is an acknowledgement.
        return told?.question === question && Number.isSafeInteger(told.sequence)
          ? { outcome: "saved", told }
          : { outcome: "failed" };
      case 409:
        return { outcome: CONFLICTS[told?.error?.code] ?? "failed", reason };
      case 400:
      case 413:
        return {
          outcome: "refused",
          reason: Object.values(told?.error?.fields ?? {}).flat()[0] ?? reason,
        };
      case 401:
      case 403:
        return { outcome: "signed_out" };
      case 404:
        return { outcome: "not_found" };
      default:
        return { outcome: "failed" };
    }
  }

  /** A last try as the page goes away; what it does not reach stays on the shelf. */
  saveLast(question, entry, seconds) {
    this.#save(question, entry, seconds, { keepalive: true }).catch(() => {});
  }

  /** @returns {Promise<boolean>} whether the mark to come back is stored */
  async flag(question, flagged) {
    try {
      const path = `responses/${encodeURIComponent(question)}/flag/`;
      return (await this.#request(path, "PUT", { flagged })).ok;
    } catch {
      return false;
    }
  }
}

/** @type {Object<string, Outcome>} */
const CONFLICTS = {
  attempt_finished: "finished",
  too_late: "too_late",
  answer_stands: "stands",
};
