"use strict";
/* Sorts, filters and folds what the page shows without it, too. */

const make = (name, properties) => Object.assign(document.createElement(name), properties);

/* ---- Sorting ---- */

const value = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent;

function order(a, b) {
  const [left, right] = [Number(a), Number(b)];
  if (a !== "" && b !== "" && !Number.isNaN(left) && !Number.isNaN(right)) {
    return left - right;
  }
  return a.localeCompare(b, "en", { numeric: true });
}

function sort(table, heading) {
  const at = heading.cellIndex;
  const was = heading.getAttribute("aria-sort");
  const down = was ? was === "ascending" : heading.classList.contains("number");
  for (const other of table.tHead.rows[0].cells) {
    other.removeAttribute("aria-sort");
  }
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const rows = [...table.tBodies[0].rows];
  rows.sort((a, b) => (down ? -1 : 1) * order(value(a, at), value(b, at)));
  table.tBodies[0].append(...rows);
}

function sortable(table) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = make("button", { type: "button", textContent: heading.textContent });
    button.addEventListener("click", () => sort(table, heading));
    heading.replaceChildren(button);
  }
}

/* ---- Filtering ---- */

function filter(label, before, parts) {
  const box = make("label", { className: "filter", textContent: label + " " });
  const input = make("input", { type: "search", autocomplete: "off" });
  const count = make("output");
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    const shown = parts.filter((part) => {
      part.hidden = !part.textContent.toLowerCase().includes(wanted);
      return !part.hidden;
    });
    count.textContent = wanted ? ` ${shown.length} of ${parts.length}` : "";
  });
  box.append(input, count);
  before.before(box);
}

/* ---- Folding ---- */

const folds = () => [...document.querySelectorAll("details")];

function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  const fold = target && target.closest("details");
  if (fold) {
    fold.hidden = false;
    fold.open = true;
    target.scrollIntoView();
  }
}

function foldAll(groups) {
  const box = make("p", { className: "folds" });
  for (const [label, open] of [["Open all", true], ["Close all", false]]) {
    const button = make("button", { type: "button", textContent: label });
    button.addEventListener("click", () => {
      for (const fold of groups.querySelectorAll("details")) {
        fold.open = open;
      }
    });
    box.append(button);
  }
  groups.before(box);
}

/* What is folded is printed, too, and folded again afterwards. */
let opened = [];
addEventListener("beforeprint", () => {
  opened = folds().filter((fold) => !fold.open);
  opened.forEach((fold) => (fold.open = true));
});
addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));

/* ---- Start ---- */

for (const table of document.querySelectorAll("table")) {
  if (table.tBodies[0].rows.length > 1) {
    sortable(table);
  }
  if (table.tBodies[0].rows.length > 8) {
    filter("Filter this table", table.closest(".scroll"), [...table.tBodies[0].rows]);
  }
}
const groups = document.getElementById("section-groups");
if (groups) {
  foldAll(groups);
  filter("Filter the causes", groups, [...groups.children]);
}
/* What scrolls sideways can be reached by keyboard. */
function reachable() {
  for (const box of document.querySelectorAll(".scroll, pre")) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
    } else {
      box.removeAttribute("tabindex");
    }
  }
}
document.addEventListener("toggle", reachable, true);
addEventListener("resize", reachable);
addEventListener("hashchange", reveal);
reachable();
reveal();
