// What is not acknowledged yet, in the browser's storage: it outlives the page, the tab, the session.

/**
 * @typedef {string|string[]|boolean|Object<string, string>|null} Answer
 * @typedef {{answer: Answer, certainty: number|null, sequence: number, id: string,
 *            givenAt: number, isInForm?: boolean}} Entry one change; givenAt is Date.now() of the moment
 *            it was given, isInForm whether it also went with the page's form
 */

/** The pending answers of one attempt, one entry a question. */
export class Shelf {
  /** @param {string} attempt */
  constructor(attempt) {
    this.prefix = `holdout.answer.${attempt}.`;
    /** False once something could not be kept: no room left, or a window that keeps nothing. */
    this.works = true;
  }

  /** @param {(storage: Storage) => void} deed Private windows may refuse storage. */
  #try(deed) {
    try {
      deed(localStorage);
      return true;
    } catch {
      this.works = false;
      return false;
    }
  }

  /** @returns {Map<string, Entry>} Entries that cannot be read are left out: nobody could send them. */
  all() {
    const found = new Map();
    this.#try((storage) => {
      for (const key of Object.keys(storage)) {
        if (!key.startsWith(this.prefix)) continue;
        const entry = parsed(storage.getItem(key));
        if (entry) found.set(key.slice(this.prefix.length), entry);
      }
    });
    return found;
  }

  /** @param {string} question @param {Entry} entry */
  put(question, { answer, certainty, sequence, id, givenAt, isInForm }) {
    const text = JSON.stringify({ answer, certainty, sequence, id, givenAt, isInForm });
    this.works = true;
    this.#try((storage) => storage.setItem(this.prefix + question, text));
  }

  /** Takes away the entry unless something newer stands there: another tab may have put it. */
  drop(question, sequence) {
    const there = this.all().get(question);
    if (there && there.sequence <= sequence) {
      this.#try((storage) => storage.removeItem(this.prefix + question));
    }
  }
}

function parsed(text) {
  try {
    const entry = JSON.parse(text);
    return Number.isSafeInteger(entry?.sequence) && "answer" in entry ? entry : null;
  } catch {
    return null;
  }
}
