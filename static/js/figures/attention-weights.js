// Which words a word looks at: the weights of one attention head, row by row.
import { weights } from "../numbers/attention.js";
import { redrawing } from "../svg.js";
import { gridsPicture } from "./grids.js";
import { selection, slider, stage, switches } from "./parts.js";

const WORDS = ["the", "cat", "that", "slept", "woke"];
const QUERIES = [[0.2, 0.1], [0.5, 1.2], [1.6, 0.2], [1.5, 0.4], [1.8, 0.1]];
const KEYS = [[0.1, 0.4], [1.9, 0.3], [0.3, 1.1], [0.4, 1.4], [0.5, 0.9]];

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const drawn = redrawing(host, gridsPicture);
  const update = () => {
    const shares = weights(QUERIES, KEYS, { scale: scale(), isCausal: on().has("causal") });
    const row = Number(chosen());
    says.textContent = `“${WORDS[row]}” takes ${shares[row].map((share, column) => `${Math.round(100 * share)} % of “${WORDS[column]}”`).join(", ")}.`;
    drawn({
      label: `Attention weights of five words. ${says.textContent}`,
      largest: 44,
      grids: [{ title: `Rows: who looks. Columns: ${WORDS.join(", ")}`, values: shares.map((line) => line.map((share) => Number(share.toFixed(2)))), frame: [row, 0, 1, WORDS.length] }],
    });
  };
  const chosen = selection(controls, { label: "Word that looks", options: WORDS.map((word, index) => [String(index), word]), value: "4" }, update);
  const scale = slider(controls, { label: "Sharpness", min: 0, max: 5, step: 0.25, value: 1, show: (value) => value.toFixed(2) }, update);
  const on = switches(controls, { label: "Mask", options: [["causal", "Only words before"]], on: [] }, update);
  update();
}
