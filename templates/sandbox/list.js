// Keeps a list on the page equal to what it should show, and the reader's place in it.

import { find, make } from "./dom.js";
import { say } from "./words.js";

const NEAR = 120; // pixels from the end that still count as being there
const left = new WeakSet(); // lists whose reader has scrolled up
const newer = new WeakMap(); // list -> button that leads to what came meanwhile

export const toEnd = (list) => { list.scrollTop = list.scrollHeight; };

const sizes = new ResizeObserver((entries) => {
  for (const list of new Set(entries.map((entry) => entry.target.closest(".talk")))) {
    if (list && !left.has(list)) toEnd(list);
  }
});

// Whoever reads the end goes on reading the end, whatever grows or shrinks around the list.
export function follow(list) {
  const button = make("button", { type: "button", class: "newer", hidden: true, onclick: () => toEnd(list) });
  list.after(make("div", { class: "edge" }, button));
  newer.set(list, button);
  list.addEventListener("scroll", () => {
    const away = list.scrollHeight - list.scrollTop - list.clientHeight > NEAR;
    away ? left.add(list) : left.delete(list);
    if (!away) count(list, 0);
  });
  sizes.observe(list);
}

function count(list, more) {
  const button = newer.get(list);
  const total = more ? Number(button.dataset.count ?? 0) + more : 0;
  button.dataset.count = total;
  button.textContent = say("newer", { count: total });
  button.hidden = !total;
}

// `wanted`: [{key, version, draw}], in order. Items that are as they were are not touched.
export function show(list, wanted, { mark, empty }) {
  const before = new Map([...list.children].map((item) => [item.dataset.key, item]));
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && { key: focused.closest("li")?.dataset.key, button: focused.dataset.key };
  let fresh = 0;
  const items = wanted.map(({ key, version, draw }) => {
    const known = before.get(key);
    if (known?.dataset.version === String(version)) return known;
    const item = draw();
    item.dataset.key = key;
    item.dataset.version = version;
    sizes.observe(item);
    if (mark) item.classList.add("fresh");
    known ? known.replaceWith(item) : (fresh += 1);
    return item;
  });
  settle(list, items.length ? items : [empty()]);
  restore(list, place);
  if (!left.has(list)) toEnd(list);
  else if (mark && fresh) count(list, fresh);
}

// Moves as little as possible, so that what is being read stays where it is.
function settle(list, items) {
  const wanted = new Set(items);
  for (const item of [...list.children]) if (!wanted.has(item)) item.remove();
  items.forEach((item, at) => { if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null); });
}

function restore(list, place) {
  if (!place?.key || list.contains(document.activeElement)) return;
  const item = [...list.children].find((child) => child.dataset.key === place.key);
  const button = place.button && item && find(`[data-key="${CSS.escape(place.button)}"]`, item);
  (button || list).focus({ preventScroll: true });
}
