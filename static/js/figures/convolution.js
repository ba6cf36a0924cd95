// A kernel on its way over a picture: each place of the output is one sum of products.
import { convolve, padded, places, windowAt } from "../numbers/convolution.js";
import { redrawing } from "../svg.js";
import { gridsPicture } from "./grids.js";
import { player, selection, slider, stage, told } from "./parts.js";

// The digit seven, roughly.
const PICTURE = [
  [0, 0, 0, 0, 0, 0, 0],
  [0, 9, 9, 9, 9, 9, 0],
  [0, 0, 0, 0, 9, 9, 0],
  [0, 0, 0, 9, 9, 0, 0],
  [0, 0, 0, 9, 9, 0, 0],
  [0, 0, 9, 9, 0, 0, 0],
  [0, 0, 9, 9, 0, 0, 0],
];
const KERNELS = {
  vertical: ["Vertical edges", [[1, 0, -1], [1, 0, -1], [1, 0, -1]]],
  horizontal: ["Horizontal edges", [[1, 1, 1], [0, 0, 0], [-1, -1, -1]]],
  sharpen: ["Sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]],
  sum: ["Blur (sum)", [[1, 1, 1], [1, 1, 1], [1, 1, 1]]],
  identity: ["Identity", [[0, 0, 0], [0, 1, 0], [0, 0, 0]]],
  small: ["Diagonal, 2 × 2", [[1, 0], [0, -1]]],
};

const signed = (value) => told(value, 0);

/** @param {HTMLElement} figure */
export function draw(figure) {
  const { host, controls, says } = stage(figure);
  const drawn = redrawing(host, gridsPicture);
  const update = () => {
    const kernel = KERNELS[chosen()][1];
    const size = kernel.length;
    const whole = padded(PICTURE, padding());
    const output = convolve(PICTURE, kernel, stride(), padding());
    const wide = output[0].length;
    const step = Math.min(playing.step(), output.length * wide - 1);
    const [row, column] = [Math.floor(step / wide), step % wide];
    const products = windowAt(whole, row, column, size, stride()).flatMap((line, i) => line.map((value, j) => [value, kernel[i][j]]));
    const written = products.filter(([value, weight]) => value && weight).map(([value, weight]) => `${value}·${weight < 0 ? `(${signed(weight)})` : weight}`);
    says.textContent =
      `Row ${row + 1}, column ${column + 1} of the output: ${written.length ? written.join(" + ") : "only zeros"} = ${signed(output[row][column])}. ` +
      `The output has ${output.length} × ${wide} places: (7 + 2·${padding()} − ${size}) / ${stride()} + 1, rounded down.`;
    drawn({
      label: `A kernel of ${size} by ${size} on a picture of 7 by 7. ${says.textContent}`,
      largest: 28,
      grids: [
        { title: "Picture", values: whole, margin: padding(), frame: [row * stride(), column * stride(), size, size] },
        { title: "Kernel", values: kernel },
        { title: "Output", values: output.map((line, i) => line.map((value, j) => (i * wide + j <= step ? value : null))), frame: [row, column, 1, 1] },
      ],
    });
  };
  const again = () => {
    const size = KERNELS[chosen()][1].length;
    const count = places(PICTURE.length, size, stride(), padding()) ** 2;
    playing.reset(count - 1, count - 1);
  };
  const chosen = selection(controls, { label: "Kernel", options: Object.entries(KERNELS).map(([name, [title]]) => [name, title]) }, again);
  const stride = slider(controls, { label: "Stride", min: 1, max: 3, step: 1, value: 1 }, again);
  const padding = slider(controls, { label: "Padding", min: 0, max: 2, step: 1, value: 0 }, again);
  const playing = player(controls, { label: "Place", last: 24, value: 11, pause: 350, show: (step) => String(step + 1) }, () => update());
  update();
}
