// For how long each question is looked at: the one with the focus, else the one in the middle, of a
// window that is in use.

const IDLE = 60_000;

/** @param {Iterable<import("./question.js").Question>} questions whose `seconds` are counted up */
export function countLooks(questions) {
  let active = performance.now();
  for (const kind of ["pointermove", "keydown", "scroll", "touchstart"]) {
    addEventListener(kind, () => (active = performance.now()), { passive: true });
  }
  setInterval(() => {
    if (document.hidden || performance.now() - active > IDLE) return;
    const focused = document.activeElement?.closest("[data-question]");
    const middle = innerHeight / 2;
    for (const question of questions) {
      const { top, bottom } = question.group.getBoundingClientRect();
      const isSeen = focused ? question.group === focused : top <= middle && bottom >= middle;
      if (isSeen) question.seconds += 1;
    }
  }, 1000);
}
