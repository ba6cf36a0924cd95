// Marks to come back to: stored at once. Without this module the same button sends the page.

/**
 * @param {HTMLFormElement} form
 * @param {import("./sending.js").Sender} sender
 * @param {import("./status.js").Status} status
 */
export function storeFlags(form, sender, status) {
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-flag]");
    if (!button) return;
    event.preventDefault();
    const id = button.closest("[data-question]").dataset.question;
    const isFlagged = button.getAttribute("aria-pressed") !== "true";
    if (!(await sender.flag(id, isFlagged))) {
      status.say("The mark could not be stored; please try again.", "warn");
      return;
    }
    button.setAttribute("aria-pressed", String(isFlagged));
    button.value = isFlagged ? "no" : "yes";
    const link = document.querySelector(`[data-navigates="${CSS.escape(id)}"]`);
    link.toggleAttribute("data-flagged", isFlagged);
    link.querySelector("[data-flag-state]").textContent = isFlagged ? ", to come back to" : "";
  });
}
