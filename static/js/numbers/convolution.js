// Convolution and pooling on a picture of rows of numbers, as PyTorch computes them.

/** How many places a window of `size` has on `length` values. */
export const places = (length, size, stride, padding) => Math.floor((length + 2 * padding - size) / stride) + 1;

/** The picture with `padding` zeros around it. */
export function padded(picture, padding) {
  const wide = picture[0].length + 2 * padding;
  const empty = () => Array.from({ length: padding }, () => Array(wide).fill(0));
  const side = Array(padding).fill(0);
  return [...empty(), ...picture.map((row) => [...side, ...row, ...side]), ...empty()];
}

/** The window of the padded picture at one place of the output. */
export function windowAt(whole, row, column, size, stride) {
  return whole.slice(row * stride, row * stride + size).map((line) => line.slice(column * stride, column * stride + size));
}

const swept = (picture, size, stride, padding, of) => {
  const whole = padded(picture, padding);
  return Array.from({ length: places(picture.length, size, stride, padding) }, (_, row) =>
    Array.from({ length: places(picture[0].length, size, stride, padding) }, (__, column) => of(windowAt(whole, row, column, size, stride))),
  );
};

/** What nn.Conv2d computes with one channel: products summed, the kernel not turned round. */
export function convolve(picture, kernel, stride, padding) {
  return swept(picture, kernel.length, stride, padding, (part) =>
    part.reduce((sum, line, row) => sum + line.reduce((inner, value, column) => inner + value * kernel[row][column], 0), 0),
  );
}

/** Maximum or mean of each window, without padding. */
export function pool(picture, kind, size, stride) {
  return swept(picture, size, stride, 0, (part) => {
    const values = part.flat();
    return kind === "max" ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}
