// Saves every answer of an attempt as it is given, and says truly whether it is saved.
//
// An answer is "pending" from the moment it is given until the server has acknowledged it; as long
// as it is pending it also lies in this browser's storage, from where a reload or a new sign-in
// sends it again. Each save carries a number that only grows, so an older one that arrives late
// changes nothing. Without this module the page's own buttons do the same, all answers at once.

/**
 * @typedef {string|string[]|boolean|Record<string, string>|null} Answer
 * @typedef {{answer: Answer, sequence: number, isLeftover: boolean}} Pending
 * @typedef {{saved: boolean, answer: Answer, sequence: number, saved_at: string,
 *            understood: string, problem: string}} Saved
 */

const TYPING_PAUSE = 400;
const FIRST_RETRY = 1000;
const LAST_RETRY = 15_000;
const PATIENCE = 10_000;

/** The pending answers of one attempt in the browser's storage, one entry a question. */
class Shelf {
  /** @param {string} attempt */
  constructor(attempt) {
    this.prefix = `holdout.answer.${attempt}.`;
    this.works = true;
  }

  /** @param {(storage: Storage) => void} deed Private windows may refuse storage. */
  #try(deed) {
    try {
      deed(localStorage);
    } catch {
      this.works = false;
    }
  }

  /** @returns {Map<string, {answer: Answer, sequence: number}>} */
  all() {
    const found = new Map();
    this.#try((storage) => {
      for (const key of Object.keys(storage)) {
        if (!key.startsWith(this.prefix)) continue;
        found.set(key.slice(this.prefix.length), JSON.parse(storage.getItem(key) ?? "null"));
      }
    });
    return found;
  }

  put(question, { answer, sequence }) {
    this.#try((storage) =>
      storage.setItem(this.prefix + question, JSON.stringify({ answer, sequence })),
    );
  }

  /** Takes away the entry unless something newer stands there: another tab may have put it. */
  drop(question, sequence) {
    const there = this.all().get(question);
    if (there && there.sequence <= sequence) {
      this.#try((storage) => storage.removeItem(this.prefix + question));
    }
  }

  clear() {
    for (const question of this.all().keys()) {
      this.#try((storage) => storage.removeItem(this.prefix + question));
    }
  }
}

/** One question on the page: what is answered on the screen. */
class Question {
  /** @param {HTMLFieldSetElement} group */
  constructor(group) {
    this.group = group;
    this.id = group.dataset.question;
    this.shape = group.dataset.shape;
    this.name = `answer-${this.id}`;
    this.link = document.querySelector(`[data-navigates="${CSS.escape(this.id)}"]`);
    this.reading = group.querySelector("[data-reading]");
  }

  get #inputs() {
    return [...this.group.querySelectorAll("[name]")].filter(
      (input) => input.name === this.name || input.name.startsWith(`${this.name}.`),
    );
  }

  /** @returns {Answer} */
  get answer() {
    const given = this.#inputs.filter((input) =>
      ["radio", "checkbox"].includes(input.type)
        ? input.checked
        : // A text that began with something is no answer until it is changed.
          input.value.trim() && input.value.trim() !== input.dataset.start?.trim(),
    );
    // Spaces before a line of code mean something.
    const values = given.map((input) => (input.type === "textarea" ? input.value : input.value.trim()));
    switch (this.shape) {
      case "many":
        return values.length ? values : null;
      case "truth":
        return values.length ? values[0] === "true" : null;
      case "fields":
        return given.length
          ? Object.fromEntries(
              given.map((input) => [input.name.slice(this.name.length + 1), input.value.trim()]),
            )
          : null;
      default:
        return values[0] ?? null;
    }
  }

  set answer(answer) {
    const isFields = this.shape === "fields";
    for (const input of this.#inputs) {
      const wanted = isFields ? answer?.[input.name.slice(this.name.length + 1)] : answer;
      if (input.type === "radio" || input.type === "checkbox") {
        input.checked = (Array.isArray(wanted) ? wanted : [String(wanted)]).includes(input.value);
      } else {
        input.value = wanted ?? input.dataset.start ?? "";
      }
    }
    this.group.dispatchEvent(new Event("answer"));
    this.showState();
  }

  get isTyped() {
    return this.#inputs.some((input) => input.matches("textarea, [type=text]"));
  }

  showState() {
    const isAnswered = this.answer !== null;
    this.link.toggleAttribute("data-answered", isAnswered);
    this.link.querySelector("[data-state]").textContent = isAnswered
      ? ", answered"
      : ", not answered";
  }

  /** How the server read the answer, or why it could not. */
  showReading(understood, problem) {
    if (!this.reading) return;
    this.reading.textContent = problem || (understood && `Read as ${understood}.`);
    for (const input of this.#inputs) {
      if (problem && input.value.trim()) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
}

/** All questions of an attempt, what is pending, and the one request on its way. */
class Sheet {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-save-status]");
    this.unanswered = form.querySelector("[data-unanswered]");
    this.shelf = new Shelf(form.dataset.attempt);
    this.questions = new Map(
      [...form.querySelectorAll("[data-question]")].map((group) => {
        const question = new Question(group);
        return [question.id, question];
      }),
    );
    this.sequence = Number(form.elements.namedItem("sequence").value);
    /** @type {Map<string, Pending>} */
    this.pending = new Map();
    /** Answers the server will never take as they are, and its reason. */
    this.refused = new Map();
    this.retry = FIRST_RETRY;
    this.timer = 0;
    this.isSending = false;
    this.isLeaving = false;
    this.isClosed = false;
  }

  begin() {
    for (const [id, { answer, sequence }] of this.shelf.all()) {
      const question = this.questions.get(id);
      if (!question) continue;
      question.answer = answer;
      this.sequence = Math.max(this.sequence, sequence);
      this.pending.set(id, { answer, sequence, isLeftover: true });
    }
    this.#countUnanswered();
    this.form.addEventListener("input", (event) => this.#changed(event));
    this.form.addEventListener("submit", () => this.#submitting());
    addEventListener("beforeunload", (event) => {
      if (this.pending.size && !this.isLeaving) event.preventDefault();
    });
    addEventListener("pagehide", () => this.#sendLast());
    // A page brought back from the browser's memory shows an old state.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    addEventListener("online", () => this.#sendSoon(0));
    document.addEventListener("visibilitychange", () => !document.hidden && this.#sendSoon(0));
    if (this.pending.size) {
      this.#say("Saving…");
      this.#sendSoon(0);
    }
  }

  #changed(event) {
    const group = event.target.closest("[data-question]");
    const question = group && this.questions.get(group.dataset.question);
    if (!question || this.isClosed) return;
    this.#give(question, question.answer);
    this.#say("Saving…");
    this.#sendSoon(question.isTyped ? TYPING_PAUSE : 0);
    question.showState();
    this.#countUnanswered();
  }

  #give(question, answer) {
    this.sequence += 1;
    this.refused.delete(question.id);
    const pending = { answer, sequence: this.sequence, isLeftover: false };
    this.pending.set(question.id, pending);
    this.shelf.put(question.id, pending);
    this.form.elements.namedItem("sequence").value = String(this.sequence);
  }

  #sendSoon(delay) {
    if (this.isClosed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#sendAll(), delay);
  }

  /** One answer at a time, until none is pending or one fails. */
  async #sendAll() {
    if (this.isSending || this.isLeaving) return;
    this.isSending = true;
    try {
      while (this.pending.size && !this.isLeaving && !this.isClosed) {
        const [id, pending] = this.pending.entries().next().value;
        if (!(await this.#send(id, pending))) {
          this.#sendSoon(this.retry);
          this.retry = Math.min(2 * this.retry, LAST_RETRY);
          return;
        }
        this.retry = FIRST_RETRY;
      }
    } finally {
      this.isSending = false;
    }
  }

  #request(id, { answer, sequence }) {
    return [
      `${this.form.dataset.answers}responses/${encodeURIComponent(id)}/`,
      {
        method: "PUT",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.#token() },
        body: JSON.stringify({ answer, sequence }),
      },
    ];
  }

  /** @returns {Promise<boolean>} whether the server has dealt with the answer, one way or another */
  async #send(id, pending) {
    const [url, request] = this.#request(id, pending);
    let response;
    let told;
    try {
      response = await fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE) });
      told = await response.json();
    } catch {
      if (!this.isLeaving) this.#sayNotSaved("The server cannot be reached.");
      return false;
    }
    if (response.ok) {
      this.#acknowledged(id, pending, told);
      return true;
    }
    const reason = told?.error?.message ?? "";
    if (response.status === 409) {
      this.#close();
      return true;
    }
    if (response.status === 400 || response.status === 413) {
      this.#refuse(id, pending, Object.values(told?.error?.fields ?? {}).flat()[0] ?? reason);
      return true;
    }
    if (response.status === 401 || response.status === 403) this.#sayNotSaved("", true);
    else this.#sayNotSaved("The server has a problem.");
    return false;
  }

  /** @param {Saved} told */
  #acknowledged(id, pending, told) {
    const question = this.questions.get(id);
    this.sequence = Math.max(this.sequence, told.sequence);
    const isStillNewest = this.pending.get(id)?.sequence === pending.sequence;
    if (!told.saved && isStillNewest && !pending.isLeftover) {
      // Another tab or device saved meanwhile; what was given here just now is the newest.
      this.#give(question, pending.answer);
      return;
    }
    this.shelf.drop(id, pending.sequence);
    if (isStillNewest) {
      this.pending.delete(id);
      if (!told.saved) question.answer = told.answer;
      question.showReading(told.understood, told.problem);
      this.#countUnanswered();
    }
    if (!this.pending.size && !this.refused.size) {
      const time = new Date(told.saved_at).toLocaleTimeString();
      this.#say(`Saved at ${time}`, "good");
    }
  }

  #refuse(id, pending, reason) {
    this.shelf.drop(id, pending.sequence);
    if (this.pending.get(id)?.sequence !== pending.sequence) return;
    this.pending.delete(id);
    this.refused.set(id, reason);
    this.questions.get(id).showReading("", reason);
    this.#say(`Not saved: ${reason}`, "warn");
  }

  /** The attempt was finished elsewhere: nothing more can be saved. */
  #close() {
    this.isClosed = true;
    this.pending.clear();
    this.shelf.clear();
    this.#say("This attempt is finished and takes no more answers. ", "warn");
    this.status.append(link(location.href, "See the review"));
  }

  /** What is on the screen goes with the form; a token may have changed with a new sign-in. */
  #submitting() {
    this.isLeaving = true;
    clearTimeout(this.timer);
    this.sequence += 1;
    this.form.elements.namedItem("sequence").value = String(this.sequence);
    this.form.elements.namedItem("csrfmiddlewaretoken").value = this.#token();
  }

  /** A last try as the page goes away; what it does not reach stays on the shelf. */
  #sendLast() {
    if (this.isLeaving) return;
    for (const [id, pending] of this.pending) {
      const [url, request] = this.#request(id, pending);
      fetch(url, { ...request, keepalive: true }).catch(() => {});
    }
  }

  #token() {
    const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
    return cookie ? cookie[1] : this.form.elements.namedItem("csrfmiddlewaretoken").value;
  }

  #countUnanswered() {
    const count = [...this.questions.values()].filter((each) => each.answer === null).length;
    this.unanswered.textContent = count
      ? `${count} question${count === 1 ? "" : "s"} without an answer.`
      : "Every question has an answer.";
  }

  #sayNotSaved(reason, isSignedOut = false) {
    const kept = this.shelf.works ? " Your answers are kept in this browser." : "";
    this.#say(`Not saved yet – will try again.${reason && ` ${reason}`}${kept}`, "warn");
    if (!isSignedOut) return;
    const here = encodeURIComponent(location.pathname);
    const door = link(`/accounts/login/?next=${here}`, "Sign in");
    door.target = "_blank";
    this.status.append(" You are signed out: ", door, " (opens a new tab).");
  }

  /** Only a changed sentence is written, or a screen reader would repeat it. */
  #say(text, tone = "") {
    this.status.hidden = false;
    this.status.dataset.tone = tone;
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

function link(url, text) {
  const made = document.createElement("a");
  made.href = url;
  made.textContent = text;
  return made;
}

for (const form of document.querySelectorAll("form[data-answers]")) new Sheet(form).begin();
// A finished attempt needs nothing kept any more.
for (const page of document.querySelectorAll("[data-finished-attempt]")) {
  new Shelf(page.dataset.finishedAttempt).clear();
}
