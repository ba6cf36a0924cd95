// Lines of equal height of a surface, by marching squares.

/**
 * @param {(x: number, y: number) => number} of
 * @param {[number, number]} across
 * @param {[number, number]} up
 * @param {number} count of levels, crowded towards the lowest
 * @returns {[number, number][][]} pieces of two points
 */
export function contours(of, across, up, count = 14, cells = 48) {
  const x = (column) => across[0] + ((across[1] - across[0]) * column) / cells;
  const y = (row) => up[0] + ((up[1] - up[0]) * row) / cells;
  const heights = Array.from({ length: cells + 1 }, (_, row) => Array.from({ length: cells + 1 }, (__, column) => of(x(column), y(row))));
  const low = Math.min(...heights.flat());
  const high = Math.max(...heights.flat());
  const pieces = [];
  for (let number = 1; number <= count; number += 1) {
    const level = low + (high - low) * (number / count) ** 2.2;
    for (let row = 0; row < cells; row += 1) {
      for (let column = 0; column < cells; column += 1) pieces.push(...crossed(heights, row, column, level, x, y));
    }
  }
  return pieces;
}

/** Where the level crosses the edges of one square: no, one or two pieces. */
function crossed(heights, row, column, level, x, y) {
  const corners = [[row, column], [row, column + 1], [row + 1, column + 1], [row + 1, column]];
  const points = [];
  corners.forEach(([r, c], index) => {
    const [nextR, nextC] = corners[(index + 1) % 4];
    const from = heights[r][c] - level;
    const to = heights[nextR][nextC] - level;
    if (from < 0 === to < 0) return;
    const share = from / (from - to);
    points.push([x(c) + (x(nextC) - x(c)) * share, y(r) + (y(nextR) - y(r)) * share]);
  });
  if (points.length === 4) return [points.slice(0, 2), points.slice(2)];
  return points.length === 2 ? [points] : [];
}
