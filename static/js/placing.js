// Lets a point be put on a question's figure by click, touch or arrow keys, and a curve be chosen by
// click. Both only fill in the fields beside it, which do without this module and are what is saved.

const FINE = 20;

/** What is written into a field: no more decimals than a mark's twentieth needs. */
function written(value, step) {
  const decimals = Math.max(0, Math.min(8, Math.ceil(-Math.log10(step / FINE))));
  return String(Number(value.toFixed(decimals)));
}

/** One figure on which a point is put. */
class Placing {
  /** @param {SVGSVGElement} figure */
  constructor(figure) {
    this.figure = figure;
    this.group = figure.closest("[data-question]");
    this.point = figure.querySelector("[data-point]");
    this.fields = { x: this.#field("x"), y: this.#field("y") };
    this.axes = { x: this.#axis("x", "left", "right"), y: this.#axis("y", "bottom", "top") };
  }

  #field(name) {
    return this.group.querySelector(`[data-coordinate="${name}"]`);
  }

  #axis(name, start, end) {
    const data = this.figure.dataset;
    return {
      least: Number(data[`${name}Least`]),
      most: Number(data[`${name}Most`]),
      step: Number(data[`${name}Step`]),
      start: Number(data[start]),
      end: Number(data[end]),
    };
  }

  begin() {
    this.figure.setAttribute("tabindex", "0");
    this.figure.setAttribute("role", "application");
    const description = this.figure.getAttribute("aria-label");
    this.figure.setAttribute("aria-label", `${description} Arrow keys move the point.`);
    this.figure.addEventListener("click", (event) => this.#clicked(event));
    this.figure.addEventListener("keydown", (event) => this.#pressed(event));
    for (const field of Object.values(this.fields)) {
      field.addEventListener("input", () => this.show());
    }
    this.group.addEventListener("answer", () => this.show());
    this.show();
  }

  #clicked(event) {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      this.figure.getScreenCTM().inverse(),
    );
    this.#put({ x: this.#value("x", place.x), y: this.#value("y", place.y) });
  }

  #value(name, at) {
    const { least, most, start, end } = this.axes[name];
    return least + ((at - start) / (end - start)) * (most - least);
  }

  #pressed(event) {
    const moves = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowDown: ["y", -1], ArrowUp: ["y", 1] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const [name, direction] = move;
    const point = this.#read() ?? {
      x: (this.axes.x.least + this.axes.x.most) / 2,
      y: (this.axes.y.least + this.axes.y.most) / 2,
    };
    const share = event.shiftKey ? 1 : 10;
    point[name] += (direction * this.axes[name].step) / share;
    this.#put(point);
  }

  #put(point) {
    for (const [name, field] of Object.entries(this.fields)) {
      const { least, most, step } = this.axes[name];
      field.value = written(Math.min(most, Math.max(least, point[name])), step);
    }
    this.fields.x.dispatchEvent(new Event("input", { bubbles: true }));
    this.show();
  }

  #read() {
    const point = { x: Number(this.fields.x.value), y: Number(this.fields.y.value) };
    const isThere = Object.entries(this.fields).every(([name, field]) => {
      const { least, most } = this.axes[name];
      return field.value.trim() !== "" && point[name] >= least && point[name] <= most;
    });
    return isThere ? point : null;
  }

  show() {
    const point = this.#read();
    this.point.setAttribute("visibility", point ? "visible" : "hidden");
    if (!point) return;
    const at = (name) => {
      const { least, most, start, end } = this.axes[name];
      return start + ((point[name] - least) / (most - least)) * (end - start);
    };
    this.point.setAttribute("transform", `translate(${at("x")} ${at("y")})`);
  }
}

for (const figure of document.querySelectorAll("[data-takes-point]")) new Placing(figure).begin();

for (const curve of document.querySelectorAll(".question-figure [data-curve]")) {
  const group = curve.closest("fieldset[data-question]");
  const radio = group?.querySelector(`input[value="${CSS.escape(curve.dataset.curve)}"]`);
  if (!radio) continue;
  curve.classList.add("clickable");
  curve.addEventListener("click", () => radio.click());
}
