// What interactive figures are put together from: a slider with its value, the sentence, the text kept below.

/**
 * @typedef {object} Choice
 * @property {string} label
 * @property {number} min
 * @property {number} max
 * @property {number} step
 * @property {number} value
 * @property {(value: number) => string} [show]
 */

/**
 * A labelled slider.
 * @param {HTMLElement} row
 * @param {Choice} choice
 * @param {() => void} changed
 * @returns {() => number} reads the value
 */
export function slider(row, choice, changed) {
  const show = choice.show ?? String;
  const label = document.createElement("label");
  const name = document.createElement("span");
  const value = document.createElement("span");
  const input = document.createElement("input");
  Object.assign(input, { type: "range", min: choice.min, max: choice.max, step: choice.step });
  input.value = String(choice.value);
  name.append(`${choice.label}: `, value);
  label.append(name, input);
  row.append(label);
  const write = () => {
    value.textContent = show(input.valueAsNumber);
    input.setAttribute("aria-valuetext", show(input.valueAsNumber));
  };
  write();
  input.addEventListener("input", () => {
    write();
    changed();
  });
  return () => input.valueAsNumber;
}

/**
 * Chart, controls and sentence in front of what stood in the figure, which is folded away.
 * @param {HTMLElement} figure
 */
export function stage(figure) {
  const host = document.createElement("div");
  host.className = "chart-host";
  const controls = document.createElement("div");
  controls.className = "figure-controls";
  const says = document.createElement("p");
  says.className = "figure-says";
  says.setAttribute("role", "status");
  const folded = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "The same in words";
  folded.append(summary, ...Array.from(figure.childNodes).filter((node) => node.nodeName !== "FIGCAPTION"));
  figure.prepend(host, controls, says);
  figure.append(folded);
  return { host, controls, says };
}
