// What interactive figures are put together from: controls, the sentence, the text kept below.

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
 * @returns {(value?: number) => number} reads the value, or sets it first
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
  input.addEventListener("step", write);
  input.addEventListener("input", () => {
    write();
    changed();
  });
  return (value) => {
    if (value !== undefined && value !== input.valueAsNumber) {
      input.value = String(value);
      write();
      changed();
    }
    return input.valueAsNumber;
  };
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

/**
 * A labelled choice of one among several.
 * @param {HTMLElement} row
 * @param {{label: string, options: [string, string][], value?: string}} choice values and their words
 * @param {() => void} changed
 * @returns {() => string} reads the value
 */
export function selection(row, choice, changed) {
  const label = document.createElement("label");
  const name = document.createElement("span");
  name.textContent = choice.label;
  const select = document.createElement("select");
  for (const [value, text] of choice.options) select.append(new Option(text, value));
  select.value = choice.value ?? choice.options[0][0];
  label.append(name, select);
  row.append(label);
  select.addEventListener("change", changed);
  return () => select.value;
}

/**
 * Switches under one heading, any of which may be on.
 * @param {HTMLElement} row
 * @param {{label: string, options: [string, string][], on: string[]}} choice
 * @param {() => void} changed
 * @returns {() => Set<string>} reads those that are on
 */
export function switches(row, choice, changed) {
  const field = document.createElement("fieldset");
  field.className = "figure-switches";
  const legend = document.createElement("legend");
  legend.textContent = choice.label;
  field.append(legend);
  const inputs = choice.options.map(([value, text]) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "checkbox", value, checked: choice.on.includes(value) });
    input.addEventListener("change", changed);
    label.append(input, text);
    field.append(label);
    return input;
  });
  row.append(field);
  return () => new Set(inputs.filter((input) => input.checked).map((input) => input.value));
}

/**
 * @param {HTMLElement} row
 * @param {string} text
 * @param {() => void} deed
 */
export function button(row, text, deed) {
  const node = document.createElement("button");
  Object.assign(node, { type: "button", className: "button", textContent: text });
  node.addEventListener("click", deed);
  row.append(node);
  return node;
}

/**
 * Steps that are played, walked or chosen: buttons and a slider. Who asks for less motion is taken to
 * the last step at once.
 * @param {HTMLElement} row
 * @param {{label: string, first?: number, last: number, value?: number, pause?: number, show?: (step: number) => string}} choice
 *   `first` is 0 if left out; `pause` in milliseconds between two steps
 * @param {(step: number) => void} shown
 */
export function player(row, choice, shown) {
  const step = slider(row, { label: choice.label, min: choice.first ?? 0, max: choice.last, step: 1, value: choice.value ?? 0, show: choice.show }, () => {
    stop();
    shown(step());
  });
  const input = row.lastElementChild.querySelector("input");
  const buttons = document.createElement("div");
  buttons.className = "figure-buttons";
  row.append(buttons);
  let timer = 0;
  const to = (value) => {
    input.value = String(value);
    input.dispatchEvent(new Event("step"));
    shown(input.valueAsNumber);
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
  };
  const start = () => {
    const last = Number(input.max);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      to(last);
      return;
    }
    if (input.valueAsNumber >= last) to(Number(input.min));
    play.textContent = "Pause";
    timer = setInterval(() => {
      if (input.valueAsNumber >= Number(input.max)) stop();
      else to(input.valueAsNumber + 1);
    }, choice.pause ?? 120);
  };
  button(buttons, "Back", () => { stop(); to(input.valueAsNumber - 1); });
  const play = button(buttons, "Play", () => (timer ? stop() : start()));
  button(buttons, "Step", () => { stop(); to(input.valueAsNumber + 1); });
  return {
    /** The step that is shown. */
    step,
    /** Another number of steps; goes to `value`. */
    reset(last, value) {
      stop();
      input.max = String(last);
      to(value);
    },
  };
}

/** A number in words of a page: few digits, a true minus. */
export function told(value, digits = 3) {
  if (!Number.isFinite(value)) return String(value).replace("-", "−").replace("Infinity", "∞");
  const size = Math.abs(value);
  const text = size !== 0 && (size < 10 ** -digits || size >= 1e5) ? value.toExponential(2) : value.toFixed(digits);
  return text.replace(/-/g, "−");
}
