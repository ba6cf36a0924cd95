// Light or dark: the system's choice, until the reader switches; what they chose is remembered.
// A classic script in the head, so that it acts before the first paint.
"use strict";
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const KEY = "theme";

  /** The remembered choice, or null; private windows may refuse storage. */
  function remembered() {
    try {
      const value = localStorage.getItem(KEY);
      return value === "dark" || value === "light" ? value : null;
    } catch {
      return null;
    }
  }

  /** @param {"dark"|"light"|null} choice null: as the system says */
  function remember(choice) {
    try {
      if (choice) localStorage.setItem(KEY, choice);
      else localStorage.removeItem(KEY);
    } catch {
      // The choice then holds for this page only.
    }
  }

  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

  /** @param {"dark"|"light"|null} choice */
  function apply(choice) {
    if (choice) root.dataset.theme = choice;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.setAttribute("aria-pressed", String(isDark()));
    }
  }

  root.dataset.scripts = "on";
  apply(remembered());
  document.addEventListener("DOMContentLoaded", () => apply(remembered()));
  system.addEventListener("change", () => apply(remembered()));
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-switch]")) return;
    const wanted = isDark() ? "light" : "dark";
    const choice = wanted === (system.matches ? "dark" : "light") ? null : wanted;
    remember(choice);
    apply(choice);
  });
})();
