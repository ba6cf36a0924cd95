// Makes the gradebook a grid: arrow keys move, a number begins to set points, Enter stores them.
// Without this module every cell is a link to a page with a form that does the same.

const table = document.querySelector("[data-book]");
const said = document.querySelector("[data-said]");

/** @param {string} name */
const cookie = (name) =>
  document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

const say = (text) => {
  if (said) said.textContent = text;
};

/** The links of the grid, row by row. */
const rows = () =>
  Array.from(table.querySelectorAll("tbody tr"), (row) => Array.from(row.querySelectorAll("th a, td a")));

/** Only one cell is a stop of the Tab key: the one that was used last. */
function makeStop(link) {
  table.querySelector('tbody a[tabindex="0"]')?.setAttribute("tabindex", "-1");
  link.setAttribute("tabindex", "0");
}

function go(link) {
  makeStop(link);
  link.focus();
  link.scrollIntoView({ block: "nearest", inline: "nearest" });
}

const MOVES = {
  ArrowLeft: (row, column) => [row, column - 1],
  ArrowRight: (row, column) => [row, column + 1],
  ArrowUp: (row, column) => [row - 1, column],
  ArrowDown: (row, column) => [row + 1, column],
  Home: (row) => [row, 0],
  End: (row) => [row, Infinity],
  PageUp: (row, column) => [row - 10, column],
  PageDown: (row, column) => [row + 10, column],
};

function move(key, link) {
  const grid = rows();
  const row = grid.findIndex((links) => links.includes(link));
  const column = grid[row].indexOf(link);
  const [to, across] = MOVES[key](row, column);
  const links = grid[Math.max(0, Math.min(grid.length - 1, to))];
  go(links[Math.max(0, Math.min(links.length - 1, across))]);
}

/** @param {HTMLAnchorElement} link @param {number|null} points null takes what was set back */
async function store(link, points) {
  const cell = link.closest("td");
  const address = new URL(link.getAttribute("href"), new URL(table.dataset.book, location.origin));
  cell.dataset.saving = "";
  try {
    const answer = await fetch(address, {
      method: "PATCH",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
      body: JSON.stringify({ points, reason: "Set in the table" }),
    });
    const body = await answer.json();
    if (!answer.ok) {
      const fields = Object.values(body.error?.fields ?? {}).flat();
      throw new Error(fields[0] ?? body.error?.message ?? "It was not stored.");
    }
    link.textContent = body.text;
    cell.className = body.tone;
    const row = cell.closest("tr");
    row.querySelector("[data-so-far]").textContent = `${body.so_far ?? "–"} ${body.letter}`.trim();
    row.querySelector("[data-percent]").textContent = body.percent ?? "–";
    say(`Stored. ${body.text}; so far ${body.so_far ?? "–"} percent.`);
    return true;
  } catch (error) {
    say(`Not stored: ${error.message}`);
    cell.classList.add("bad");
    cell.title = error.message;
    return false;
  } finally {
    delete cell.dataset.saving;
  }
}

function edit(link, first) {
  const cell = link.closest("td");
  const input = document.createElement("input");
  input.type = "text";
  input.inputMode = "decimal";
  input.value = first;
  input.setAttribute("aria-label", "Points; Enter stores, Escape leaves it, empty takes a set figure back");
  link.hidden = true;
  cell.append(input);
  input.focus();
  let isOver = false;
  const leave = () => {
    isOver = true;
    input.remove();
    link.hidden = false;
  };
  const take = async (then) => {
    const text = input.value.trim().replace(",", ".");
    const points = text === "" ? null : Number(text);
    if (points !== null && !(Number.isFinite(points) && points >= 0)) {
      input.setAttribute("aria-invalid", "true");
      say("Points are a number that is not negative.");
      return;
    }
    leave();
    go(link);
    if (await store(link, points)) then();
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") take(() => move("ArrowDown", link));
    else if (event.key === "Tab") take(() => undefined);
    else if (event.key === "Escape") {
      leave();
      go(link);
    } else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    if (!isOver) leave();
  });
}

if (table) {
  for (const link of table.querySelectorAll("tbody a")) link.setAttribute("tabindex", "-1");
  table.querySelector("tbody a")?.setAttribute("tabindex", "0");
  for (const hint of document.querySelectorAll("[data-with-scripts]")) hint.hidden = false;
  table.addEventListener("focusin", (event) => {
    if (event.target.matches("tbody a")) makeStop(event.target);
  });
  table.addEventListener("keydown", (event) => {
    const link = event.target;
    if (!link.matches?.("tbody a") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in MOVES) move(event.key, link);
    else if (link.closest("td") && /^[0-9.,]$/.test(event.key)) edit(link, event.key);
    else if (link.closest("td") && (event.key === "F2" || event.key === "Backspace")) edit(link, "");
    else return;
    event.preventDefault();
  });
}
