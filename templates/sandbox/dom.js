// Small ways to build and find elements; text is always text, never markup.

import { say } from "./words.js";

export const find = (selector, inside = document) => inside.querySelector(selector);

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function time(at) {
  const day = new Date(at);
  const today = new Date().toDateString() === day.toDateString();
  const hour = day.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return today ? hour : `${day.toLocaleDateString([], { day: "numeric", month: "short" })} ${hour}`;
}

export function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

// Shows a part in few lines with a button for the rest; `open` remembers across redrawing.
export function fold(box, key, open) {
  const button = make("button", { type: "button", onclick: () => set(!open.has(key)) });
  const set = (opened) => {
    opened ? open.add(key) : open.delete(key);
    box.classList.toggle("closed", !opened);
    button.textContent = say(opened ? "less" : "more");
    button.setAttribute("aria-expanded", String(opened));
  };
  set(open.has(key));
  box.append(button);
  // only what does not fit needs a button; measured again when its pane comes into view
  const run = find(".run", box);
  new ResizeObserver(() => {
    button.hidden = !open.has(key) && run.scrollHeight <= run.clientHeight + 2;
  }).observe(run);
  return box;
}
