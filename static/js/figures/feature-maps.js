// What a trained LeNet sees: the maps of its layers for a digit that it was not trained on.
import { DIGITS } from "../numbers/lenet-weights.js";
import { FIRST, look } from "../numbers/lenet.js";
import { redrawing } from "../svg.js";
import { gridsPicture } from "./grids.js";
import { selection, slider, stage, told } from "./parts.js";

/** The picture moved right and down; what leaves it is lost. */
function moved(pixels, right, down) {
  const isInside = (place) => place >= 0 && place < 8;
  return Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 8 }, (__, column) => (isInside(row - down) && isInside(column - right) ? pixels[(row - down) * 8 + column - right] : 0)),
  );
}

const numbered = (title, maps) => maps.map((values, index) => ({ title: index ? String(index + 1) : `${title} 1`, values }));

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const places = ["input", "first", "pooled", "second"].map(() => host.appendChild(document.createElement("div")));
  const drawings = places.map((place) => redrawing(place, gridsPicture));
  const update = () => {
    const digit = DIGITS[Number(chosen())];
    const picture = moved(digit.pixels, right(), down());
    const { first, pooled, second, probabilities } = look(picture);
    const ranked = probabilities.map((share, index) => [share, index]).sort((a, b) => b[0] - a[0]).slice(0, 3);
    says.textContent =
      `This is a ${digit.label}. The network says ${ranked.map(([share, index]) => `${index} with ${(100 * share).toFixed(1)} %`).join(", ")}.`;
    drawings[0]({ label: `The digit ${digit.label}, and six kernels of 3 by 3.`, largest: 13, grids: [{ title: "Input", values: picture }, ...numbered("Kernel", FIRST.map(([kernel]) => kernel))] });
    drawings[1]({ label: "Six feature maps of 8 by 8.", largest: 9, grids: numbered("Map", first) });
    drawings[2]({ label: "The six maps, pooled to 4 by 4.", largest: 12, grids: numbered("Pooled", pooled) });
    drawings[3]({ label: "Twelve feature maps of 2 by 2.", largest: 13, grids: second.map((values, index) => ({ title: index ? String(index + 1) : "2nd 1", values })) });
  };
  const chosen = selection(controls, { label: "Digit", options: DIGITS.map(({ label }, index) => [String(index), `A ${label}`]), value: "2" }, update);
  const right = slider(controls, { label: "Shift to the right", min: -2, max: 2, step: 1, value: 0, show: (value) => told(value, 0) }, update);
  const down = slider(controls, { label: "Shift down", min: -2, max: 2, step: 1, value: 0, show: (value) => told(value, 0) }, update);
  update();
}
