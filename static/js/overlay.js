// Draws the validation losses of a whole class over each other, and their median.
import { charting } from "./chart.js";

for (const figure of document.querySelectorAll("[data-overlay]")) {
  const each = JSON.parse(document.getElementById(figure.dataset.overlay).textContent);
  const median = Array.from(figure.querySelectorAll("[data-median]"), (cell) => Number(cell.textContent));
  const host = document.createElement("div");
  host.className = "chart-host overlay";
  figure.prepend(host);
  charting(host)({
    label: `Validation losses of ${each.length} programs by epoch, and their median`,
    across: "Epoch",
    up: "Validation loss",
    series: [
      ...each.map((values) => ({ name: "A learner", tone: "faint", values, unlisted: true })),
      { name: "Median", tone: "validation", values: median },
    ],
  });
}
