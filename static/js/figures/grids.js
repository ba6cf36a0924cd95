// Pictures of few numbers, drawn as squares that are the darker the further the number is from zero.
import { element } from "../svg.js";

/**
 * @typedef {object} Grid
 * @property {(number|null)[][]} values null is not known yet
 * @property {string} title
 * @property {[number, number, number, number]} [frame] row, column, height and width of a marked window
 * @property {number} [margin] squares on each side that are padding
 */

const strength = (value, most) => Math.min(1, Math.abs(value) / most);

/**
 * @param {Grid} grid
 * @param {number} x
 * @param {number} y
 * @param {number} cell pixels
 * @param {(row: number, column: number) => void} [picked]
 */
export function drawnGrid(grid, x, y, cell, picked) {
  const group = element("g", {});
  const known = grid.values.flat().filter((value) => value !== null);
  const most = Math.max(1e-9, ...known.map(Math.abs));
  group.append(element("text", { class: "chart-name", x, y: y - 8 }, grid.title));
  grid.values.forEach((line, row) => {
    line.forEach((value, column) => {
      const margin = grid.margin ?? 0;
      const isPadding = row < margin || column < margin || row >= grid.values.length - margin || column >= line.length - margin;
      const tone = value === null ? "unknown" : { [-1]: "minus", 0: isPadding ? "padding" : "", 1: "plus" }[Math.sign(value)];
      const square = element("rect", { class: `grid-cell ${tone}`, x: x + column * cell, y: y + row * cell, width: cell, height: cell });
      if (value) square.setAttribute("fill-opacity", strength(value, most).toFixed(2));
      if (picked) square.addEventListener("click", () => picked(row, column));
      group.append(square);
      if (value !== null && cell >= 24) {
        const text = Number.isInteger(value) ? String(value) : value.toFixed(1);
        group.append(element("text", { class: `grid-text${strength(value, most) > 0.55 ? " on-dark" : ""}`, x: x + (column + 0.5) * cell, y: y + (row + 0.5) * cell + 4, "text-anchor": "middle" }, text.replace("-", "−")));
      }
    });
  });
  if (grid.frame) {
    const [row, column, high, wide] = grid.frame;
    group.append(element("rect", { class: "grid-frame", x: x + column * cell, y: y + row * cell, width: wide * cell, height: high * cell }));
  }
  return group;
}

/** Grids beside each other, on a new line where there is no room; the height that they need. */
export function arranged(grids, width, cell, gap = 28) {
  let x = 0;
  let y = 20;
  let tallest = 0;
  const places = grids.map((grid) => {
    const wide = grid.values[0].length * cell;
    if (x > 0 && x + wide > width) [x, y, tallest] = [0, y + tallest + 36, 0];
    const place = [x, y];
    x += wide + gap;
    tallest = Math.max(tallest, grid.values.length * cell);
    return place;
  });
  return { places, height: y + tallest + 4 };
}

/** The picture of several grids. */
export function gridsPicture({ grids, label, largest = 30 }, width) {
  const widest = Math.max(...grids.map((grid) => grid.values[0].length));
  const cell = Math.max(8, Math.min(largest, Math.floor(width / widest)));
  const { places, height } = arranged(grids, width, cell);
  const svg = element("svg", { class: "chart", viewBox: `-1 0 ${width + 2} ${height}`, role: "img", "aria-label": label });
  grids.forEach((grid, index) => svg.append(drawnGrid(grid, places[index][0], places[index][1], cell, grid.picked)));
  return svg;
}
