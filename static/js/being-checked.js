// Loads a review again while an answer of it is being run, so that its mark appears by itself.
const AGAIN = 3000;

/** Whoever is reading with the keyboard or has left the tab is not interrupted. */
function look() {
  if (document.hidden || document.activeElement !== document.body) setTimeout(look, AGAIN);
  else location.reload();
}

setTimeout(look, AGAIN);
