// Saves every answer of an attempt as it is given, and says truly whether it is saved.
//
// An answer is "pending" from the moment it is given until the server has acknowledged it; as long
// as it is pending it also lies in this browser's storage, from where a reload or a new sign-in
// sends it again. Each save has an id, by which the same one may arrive twice, and a number that only
// grows, so an older one that arrives late changes nothing. Without this module the page's own
// buttons do the same, all answers at once.

import { Sender } from "./answers/sending.js";
import { Sheet } from "./answers/sheet.js";
import { Shelf } from "./answers/shelf.js";
import { Tabs } from "./answers/tabs.js";

for (const form of document.querySelectorAll("form[data-answers]")) new Sheet(form).begin();
for (const page of document.querySelectorAll("[data-finished-attempt]")) leave(page);

/** A finished attempt needs nothing kept any more, once the server has seen what was too late. */
async function leave(page) {
  const attempt = page.dataset.finishedAttempt;
  const shelf = new Shelf(attempt);
  const sender = new Sender(page);
  new Tabs(attempt, {}).tell("finished");
  for (const [question, entry] of shelf.all()) {
    // What went with the form that finished the attempt is stored; one that the deadline closed may
    // never have got that form.
    const { outcome } = entry.isInForm && page.dataset.closedBy === "learner"
      ? { outcome: "saved" }
      : await sender.save(question, entry, 0);
    if (!["unreachable", "failed", "signed_out", "not_found"].includes(outcome)) {
      shelf.drop(question, entry.sequence);
    }
  }
}
