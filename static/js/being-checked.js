// Loads a review again once no answer of it is being run any more, so that its marks appear by themselves.
const AGAIN = 3000;
const page = document.querySelector("[data-review]");

async function look() {
  try {
    const response = await fetch(page.dataset.review, { credentials: "same-origin" });
    const { questions } = await response.json();
    if (!questions.some((question) => question.verdict === "being_checked")) {
      location.reload();
      return;
    }
  } catch {
    // The server is away for a moment; the next look may find it.
  }
  setTimeout(look, AGAIN);
}

if (page) setTimeout(look, AGAIN);
