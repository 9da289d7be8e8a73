// Keeps a list on the page equal to what it should show, and the reader's place in it.

import { find } from "./dom.js";

const NEAR = 120; // pixels from the end that still count as being there
const left = new WeakSet(); // lists whose reader has scrolled up

const toEnd = (list) => { list.scrollTop = list.scrollHeight; };
const sizes = new ResizeObserver((entries) => {
  for (const list of new Set(entries.map((entry) => entry.target.closest(".talk")))) {
    if (list && !left.has(list)) toEnd(list);
  }
});

// Whoever reads the end goes on reading the end, whatever grows or shrinks around the list.
export function follow(list) {
  list.addEventListener("scroll", () => {
    const away = list.scrollHeight - list.scrollTop - list.clientHeight > NEAR;
    away ? left.add(list) : left.delete(list);
  });
  sizes.observe(list);
}

// `wanted`: [{key, version, draw}], in order. Items that are as they were are not touched.
export function show(list, wanted, { mark, empty }) {
  const atEnd = !left.has(list);
  const before = new Map([...list.children].map((item) => [item.dataset.key, item]));
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && { key: focused.closest("li")?.dataset.key, button: focused.dataset.key };
  const items = wanted.map(({ key, version, draw }) => {
    const known = before.get(key);
    if (known?.dataset.version === String(version)) return known;
    const item = draw();
    item.dataset.key = key;
    item.dataset.version = version;
    sizes.observe(item);
    if (mark) item.classList.add("fresh");
    return item;
  });
  const same = items.length === list.children.length && items.every((item, at) => list.children[at] === item);
  if (same && items.length) return;
  list.replaceChildren(...(items.length ? items : [empty()]));
  restore(list, place);
  if (atEnd) toEnd(list);
}

function restore(list, place) {
  if (!place?.key || list.contains(document.activeElement)) return;
  const item = [...list.children].find((child) => child.dataset.key === place.key);
  const button = place.button && item && find(`[data-key="${CSS.escape(place.button)}"]`, item);
  (button || list).focus({ preventScroll: true });
}
