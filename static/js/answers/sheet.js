// All questions of an attempt on this page, what is pending, and the one request on its way.

import { Clock } from "./clock.js";
import { storeFlags } from "./flags.js";
import { countLooks } from "./looks.js";
import { Question, showState } from "./question.js";
import { Sender } from "./sending.js";
import { Shelf } from "./shelf.js";
import { Status, link } from "./status.js";
import { Tabs } from "./tabs.js";

/**
 * @typedef {import("./shelf.js").Entry & {isLeftover: boolean}} Pending
 */

const TYPING_PAUSE = 400;
const FIRST_RETRY = 1000;
const LAST_RETRY = 15_000;
// How long a form that was sent may take to bring the next page.
const LONGEST_LEAVING = 15_000;
// The end by this page's stop-watch is a little before the server's.
const AFTER_THE_END = 1500;

export class Sheet {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.status = new Status(form.querySelector("[data-save-status]"));
    this.unanswered = form.querySelector("[data-unanswered]");
    this.shelf = new Shelf(form.dataset.attempt);
    this.sender = new Sender(form);
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
    /** @type {Promise<void>|null} The round of sending that is under way. */
    this.round = null;
    this.isLeaving = false;
    this.isClosed = false;
    /** When the time was up, by the stop-watch; null before that. */
    this.overAt = null;
  }

  begin() {
    this.#takeLeftovers();
    this.#countUnanswered();
    this.form.addEventListener("input", (event) => this.#changed(event));
    this.form.addEventListener("submit", (event) => this.#submitting(event));
    addEventListener("beforeunload", (event) => {
      if (this.pending.size && !this.isLeaving) event.preventDefault();
    });
    addEventListener("pagehide", () => this.#sendLast());
    // A page brought back from the browser's memory shows an old state.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    addEventListener("online", () => this.#sendSoon(0));
    document.addEventListener("visibilitychange", () => !document.hidden && this.#sendSoon(0));
    this.#listenToTabs();
    countLooks([...this.questions.values()]);
    storeFlags(this.form, this.sender, this.status);
    if ("left" in this.form.dataset) this.#watchTime();
    if (this.pending.size) {
      this.status.say("Saving…");
      this.#sendSoon(0);
    }
  }

  /** What an earlier page could not send: of this page's questions, and of others'. */
  #takeLeftovers() {
    for (const [id, entry] of this.shelf.all()) {
      const question = this.questions.get(id);
      if (question?.isSettled) continue;
      if (question) question.answer = entry.answer;
      if (question) question.certainty = entry.certainty;
      this.sequence = Math.max(this.sequence, entry.sequence);
      this.pending.set(id, { ...entry, isLeftover: true });
    }
  }

  #listenToTabs() {
    this.tabs = new Tabs(this.form.dataset.attempt, {
      opened: () => this.#warnOfOther(),
      saved: (saved) => this.#savedElsewhere(saved),
      finished: () => this.#close("This attempt was finished in another tab. "),
    });
    this.tabs.tell("opened");
  }

  #warnOfOther() {
    if (this.form.querySelector("[data-other-tab]")) return;
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.dataset.tone = "warn";
    notice.dataset.otherTab = "";
    notice.setAttribute("role", "status");
    notice.textContent =
      "This attempt was opened in another tab. Better go on in one of them: " +
      "of two answers to one question, the one given last counts.";
    this.form.prepend(notice);
  }

  #savedElsewhere({ question: id, answer, certainty, sequence }) {
    this.sequence = Math.max(this.sequence, sequence);
    const question = this.questions.get(id);
    if (this.pending.has(id) || question?.isSettled) return;
    if (question) {
      question.answer = answer;
      question.certainty = certainty;
    } else {
      showState(document.querySelector(`[data-navigates="${CSS.escape(id)}"]`), answer !== null);
    }
    this.#countUnanswered();
  }

  #watchTime() {
    this.clock = new Clock(this.form, {
      isOver: () => this.#timeIsUp(),
      isExtended: () => this.#goOn(),
      isFinished: () => this.#close("This attempt is finished. "),
    });
    this.clock.begin();
  }

  #changed(event) {
    const group = event.target.closest("[data-question]");
    const question = group && this.questions.get(group.dataset.question);
    if (!question || question.isSettled || this.isClosed || this.overAt !== null) return;
    this.#give(question, question.answer);
    this.status.say("Saving…");
    this.#sendSoon(question.isTyped ? TYPING_PAUSE : 0);
    question.showState();
    this.#countUnanswered();
  }

  #give(question, answer) {
    this.sequence += 1;
    this.refused.delete(question.id);
    const pending = {
      answer,
      certainty: question.certainty,
      sequence: this.sequence,
      id: newId(),
      givenAt: Date.now(),
      isLeftover: false,
    };
    this.pending.set(question.id, pending);
    this.shelf.put(question.id, pending);
    this.form.elements.namedItem("sequence").value = String(this.sequence);
  }

  #sendSoon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#sendAll(), delay);
  }

  /** Whoever comes while a round is under way waits for its end. */
  #sendAll() {
    this.round ??= this.#sendRound().finally(() => {
      this.round = null;
    });
    return this.round;
  }

  /** One answer at a time, until none is pending or one fails. */
  async #sendRound() {
    while (this.pending.size && !this.isLeaving) {
      const [id, pending] = this.pending.entries().next().value;
      if (!(await this.#send(id, pending))) {
        this.#putLast(id, pending);
        // A little by chance, or everybody would come back at once after an outage.
        this.#sendSoon(this.retry * (0.75 + Math.random() / 2));
        this.retry = Math.min(2 * this.retry, LAST_RETRY);
        return;
      }
      this.retry = FIRST_RETRY;
    }
  }

  /** One that the server cannot take now must not keep the others waiting behind it. */
  #putLast(id, pending) {
    if (this.pending.get(id) !== pending) return;
    this.pending.delete(id);
    this.pending.set(id, pending);
  }

  /** @returns {Promise<boolean>} whether the server has dealt with the answer, one way or another */
  async #send(id, pending) {
    const seconds = this.questions.get(id)?.seconds ?? 0;
    const { outcome, told, reason } = await this.sender.save(id, pending, seconds);
    switch (outcome) {
      case "saved":
        this.#acknowledged(id, pending, told);
        return true;
      case "finished":
      case "too_late":
        this.#settled(id, pending);
        this.#close(
          outcome === "too_late"
            ? `${reason} `
            : "This attempt is finished and takes no more answers. ",
        );
        return true;
      case "stands":
      case "refused":
        this.#refuse(id, pending, reason);
        return true;
      default:
        if (!this.isLeaving) this.#sayNotSaved(outcome);
        return false;
    }
  }

  #sayNotSaved(outcome) {
    const reasons = {
      unreachable: "The server cannot be reached.",
      not_found: "The server does not find this attempt: are you signed in as somebody else?",
      failed: "The server has a problem.",
      signed_out: "",
    };
    this.status.notSaved(reasons[outcome], this.shelf.works, outcome === "signed_out");
  }

  #acknowledged(id, pending, told) {
    const question = this.questions.get(id);
    this.sequence = Math.max(this.sequence, told.sequence);
    const isStillNewest = this.pending.get(id)?.sequence === pending.sequence;
    if (!told.saved && isStillNewest && !pending.isLeftover && question) {
      // Another tab or device saved meanwhile; what was given here just now is the newest.
      this.#give(question, pending.answer);
      return;
    }
    this.shelf.drop(id, pending.sequence);
    if (isStillNewest) {
      this.pending.delete(id);
      if (question && !told.saved) {
        question.answer = told.answer;
        question.certainty = told.certainty;
      }
      question?.showReading(told.understood, told.problem);
      this.#countUnanswered();
    }
    this.tabs.tell("saved", {
      question: id,
      answer: told.answer,
      certainty: told.certainty,
      sequence: told.sequence,
    });
    if (!this.pending.size && !this.refused.size) this.status.saved(told.saved_at);
  }

  #refuse(id, pending, reason) {
    if (!this.#settled(id, pending)) return;
    this.refused.set(id, reason);
    this.questions.get(id)?.showReading("", reason);
    this.status.say(`Not saved: ${reason}`, "warn");
  }

  /** The server has decided about it, for good; false where something newer was given meanwhile. */
  #settled(id, pending) {
    this.shelf.drop(id, pending.sequence);
    if (this.pending.get(id)?.sequence !== pending.sequence) return false;
    return this.pending.delete(id);
  }

  /**
   * Nothing more can be given: finished elsewhere, or closed by the server. What is still pending is
   * sent all the same, for the server keeps what came too late.
   */
  #close(why) {
    if (this.isLeaving) return;
    if (this.pending.size) this.#sendSoon(0);
    if (this.isClosed) return;
    this.isClosed = true;
    this.#freeze(true);
    this.status.say(why, "warn", link(this.form.dataset.review, "See the review"));
  }

  #timeIsUp() {
    if (this.isClosed) return;
    this.overAt = performance.now();
    this.#freeze(true);
    this.status.say("The time is up. Your answers are being handed in…", "warn");
    clearTimeout(this.timer);
    this.#sendAll();
    setTimeout(() => this.#handIn(), AFTER_THE_END);
  }

  /** The end has moved while the page thought that it had come. */
  #goOn() {
    if (this.isClosed || this.isLeaving) return;
    this.overAt = null;
    this.#freeze(false);
    this.status.say("You have more time: go on.", "good");
  }

  /** The form goes with what is on the screen, once the server can be reached. */
  async #handIn() {
    await this.clock.ask();
    if (this.overAt === null || this.isClosed || this.isLeaving) return;
    if (!navigator.onLine || this.pending.size) {
      this.#sendSoon(0);
      setTimeout(() => this.#handIn(), AFTER_THE_END);
      return;
    }
    this.#freeze(false);
    this.form.requestSubmit(this.form.querySelector("[value=finish]"));
  }

  #freeze(isFrozen) {
    for (const question of this.questions.values()) question.group.disabled = isFrozen;
  }

  /** What is on the screen goes with the form; what another page left must have gone before. */
  async #submitting(event) {
    if ([...this.pending.keys()].some((id) => !this.questions.has(id))) {
      event.preventDefault();
      await this.#sendAll();
      if ([...this.pending.keys()].every((id) => this.questions.has(id))) {
        this.form.requestSubmit(event.submitter);
      }
      return;
    }
    this.isLeaving = true;
    setTimeout(() => this.#stayed(), LONGEST_LEAVING);
    clearTimeout(this.timer);
    for (const [id, pending] of this.pending) this.shelf.put(id, { ...pending, isInForm: true });
    this.sequence += 1;
    const fields = this.form.elements;
    fields.namedItem("sequence").value = String(this.sequence);
    fields.namedItem("csrfmiddlewaretoken").value = this.sender.token;
    if (this.overAt !== null) {
      fields.namedItem("waited").value = String(Math.round(performance.now() - this.overAt));
    }
  }

  /** The page is still there: the form was stopped, or its answer never came. */
  #stayed() {
    this.isLeaving = false;
    if (this.pending.size) this.#sendSoon(0);
  }

  #sendLast() {
    if (this.isLeaving) return;
    for (const [id, pending] of this.pending) {
      this.sender.saveLast(id, pending, this.questions.get(id)?.seconds ?? 0);
    }
  }

  #countUnanswered() {
    const count = document.querySelectorAll("[data-navigates]:not([data-answered])").length;
    this.unanswered.textContent = count
      ? `${count} question${count === 1 ? "" : "s"} without an answer.`
      : "Every question has an answer.";
  }
}

/** A random UUID, which plain HTTP has no function for. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
