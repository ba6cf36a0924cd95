// One question on the page: what is answered on the screen, and what is shown about it.

/** @typedef {import("./shelf.js").Answer} Answer */

export class Question {
  /** @param {HTMLFieldSetElement} group */
  constructor(group) {
    this.group = group;
    this.id = group.dataset.question;
    this.shape = group.dataset.shape;
    this.name = `answer-${this.id}`;
    this.isSettled = "settled" in group.dataset;
    this.link = document.querySelector(`[data-navigates="${CSS.escape(this.id)}"]`);
    this.reading = group.querySelector("[data-reading]");
    this.seconds = Number(group.dataset.seconds ?? 0);
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
    const text = (input) => (input.type === "textarea" ? input.value : input.value.trim());
    const values = given.map(text);
    switch (this.shape) {
      case "many":
        return values.length ? values : null;
      case "truth":
        return values.length ? values[0] === "true" : null;
      case "fields":
        return given.length
          ? Object.fromEntries(
              given.map((input) => [input.name.slice(this.name.length + 1), text(input)]),
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

  /** @returns {number|null} how sure the learner says to be */
  get certainty() {
    const chosen = this.group.querySelector("[data-certainty]:checked");
    return chosen ? Number(chosen.value) : null;
  }

  set certainty(certainty) {
    for (const input of this.group.querySelectorAll("[data-certainty]")) {
      input.checked = Number(input.value) === (certainty ?? 1);
    }
  }

  get isTyped() {
    return this.#inputs.some((input) => input.matches("textarea, [type=text]"));
  }

  showState() {
    showState(this.link, this.answer !== null);
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

/** What the list of questions says of one, whether it is on this page or on another. */
export function showState(link, isAnswered) {
  if (!link) return;
  link.toggleAttribute("data-answered", isAnswered);
  link.querySelector("[data-state]").textContent = isAnswered ? ", answered" : ", not answered";
}
