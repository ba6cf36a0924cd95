// Draws the learning curves of a report above the table they are written in.
import { lossCharting } from "./losses.js";

/** The figures of one row of the table; null where nothing is known. */
function figures(figure, row) {
  const cells = figure.querySelectorAll(`[data-row="${row}"] td`);
  return Array.from(cells, (cell) => {
    const value = Number(cell.textContent.trim());
    return cell.textContent.trim() !== "" && Number.isFinite(value) ? value : null;
  });
}

/** @param {string|undefined} text */
const epoch = (text) => (text ? Number(text) : null);

for (const figure of document.querySelectorAll("[data-curve]")) {
  const losses = {
    train: figures(figure, "train"),
    validation: figures(figure, "validation"),
    best: epoch(figure.dataset.best),
    stop: epoch(figure.dataset.stop),
  };
  if (![...losses.train, ...losses.validation].some((value) => value !== null)) continue;
  const host = document.createElement("div");
  host.className = "chart-host";
  figure.prepend(host);
  lossCharting(host)(losses);
}
