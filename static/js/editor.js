// Fits the code editor of django-ace into the page: light or dark, and leavable by keyboard.
const THEMES = { light: "ace/theme/github_light_default", dark: "ace/theme/github_dark" };
const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

function fit(widget) {
  const { editor } = widget;
  if (!editor) return;
  const label = document.querySelector(`label[for="${widget.nextElementSibling?.id}"]`);
  editor.setOptions({
    enableKeyboardAccessibility: true,
    fontFamily: "inherit",
    fontSize: "0.9rem",
    textInputAriaLabel: label?.textContent?.replace(/:$/, "") ?? "Your program",
  });
  const dress = () => editor.setTheme(isDark() ? THEMES.dark : THEMES.light);
  dress();
  system.addEventListener("change", dress);
  new MutationObserver(dress).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}

// django-ace builds its editors on the same event and is registered before this module runs.
const fitAll = () => document.querySelectorAll(".django-ace-widget").forEach(fit);
if (document.readyState === "complete") fitAll();
else addEventListener("load", fitAll);
