// Pooling on its way over a picture, and what remains of a shift by a pixel or two.
import { places, pool, windowAt } from "../numbers/convolution.js";
import { redrawing } from "../svg.js";
import { gridsPicture } from "./grids.js";
import { player, selection, slider, stage, told } from "./parts.js";

const PICTURE = [
  [0, 0, 0, 0, 0, 0, 0, 0],
  [0, 8, 6, 0, 0, 0, 0, 0],
  [0, 7, 9, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 3, 5, 0, 0],
  [0, 0, 0, 0, 4, 2, 0, 0],
  [0, 0, 6, 0, 0, 0, 1, 0],
  [0, 0, 0, 5, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0],
];

/** The picture moved to the right; what leaves it is lost. */
const shifted = (picture, by) => picture.map((row) => [...Array(by).fill(0), ...row].slice(0, row.length));

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const drawn = redrawing(host, gridsPicture);
  const update = () => {
    const picture = shifted(PICTURE, shift());
    const output = pool(picture, kind(), size(), stride());
    const before = pool(PICTURE, kind(), size(), stride());
    const same = output.flat().filter((value, index) => Math.abs(value - before.flat()[index]) < 1e-9).length;
    const wide = output[0].length;
    const step = Math.min(playing.step(), output.length * wide - 1);
    const [row, column] = [Math.floor(step / wide), step % wide];
    const part = windowAt(picture, row, column, size(), stride()).flat();
    says.textContent =
      `Row ${row + 1}, column ${column + 1}: the ${kind() === "max" ? "largest" : "mean"} of ${part.join(", ")} is ${told(output[row][column], 2)}. ` +
      (shift() ? `With the picture shifted by ${shift()}, ${same} of ${output.length * wide} outputs are as before.` : `${output.length * wide} outputs stand for 64 pixels.`);
    drawn({
      label: `Pooling of a picture of 8 by 8. ${says.textContent}`,
      largest: 28,
      grids: [
        { title: "Picture", values: picture, frame: [row * stride(), column * stride(), size(), size()] },
        { title: "Output", values: output.map((line, i) => line.map((value, j) => (i * wide + j <= step ? value : null))), frame: [row, column, 1, 1] },
      ],
    });
  };
  const again = () => {
    const count = places(PICTURE.length, size(), stride(), 0) ** 2;
    playing.reset(count - 1, count - 1);
  };
  const kind = selection(controls, { label: "Kind", options: [["max", "Maximum"], ["average", "Average"]] }, again);
  const size = slider(controls, { label: "Window", min: 2, max: 4, step: 1, value: 2, show: (value) => `${value} × ${value}` }, again);
  const stride = slider(controls, { label: "Stride", min: 1, max: 4, step: 1, value: 2 }, again);
  const shift = slider(controls, { label: "Shift to the right", min: 0, max: 2, step: 1, value: 0 }, again);
  const playing = player(controls, { label: "Place", last: 15, value: 15, pause: 350, show: (step) => String(step + 1) }, () => update());
  update();
}
