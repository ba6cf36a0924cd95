// The line that says truly whether answers are saved.

export class Status {
  /** @param {HTMLElement} line */
  constructor(line) {
    this.line = line;
  }

  /** Only a changed sentence is written, or a screen reader would repeat it. */
  say(text, tone = "", ...more) {
    this.line.hidden = false;
    this.line.dataset.tone = tone;
    const whole = text + more.map((part) => part.textContent ?? part).join("");
    if (this.line.textContent === whole) return;
    this.line.textContent = text;
    this.line.append(...more);
  }

  saved(at) {
    this.say(`Saved at ${new Date(at).toLocaleTimeString()}`, "good");
  }

  notSaved(reason, isKept, isSignedOut) {
    const kept = isKept
      ? " Your answers are kept in this browser."
      : " This browser keeps nothing: do not close the page.";
    const text = `Not saved yet – will try again.${reason && ` ${reason}`}${kept}`;
    if (!isSignedOut) {
      this.say(text, "warn");
      return;
    }
    const door = link(`/accounts/login/?next=${encodeURIComponent(location.pathname)}`, "Sign in");
    door.target = "_blank";
    this.say(text, "warn", " You are signed out: ", door, " (opens a new tab).");
  }
}

export function link(url, text) {
  const made = document.createElement("a");
  made.href = url;
  made.textContent = text;
  return made;
}
