// One message or mail as an item of a list.

import { fold, make, size, time } from "./dom.js";
import { written } from "./telegram.js";
import { say } from "./words.js";

const open = new Set(); // unfolded quotes and letters

// `side` tells who is looking: id of the person that is played, and what a press or a reply does.
export function message(it, side) {
  const own = it.sender.id === side.me;
  const item = make("li", { class: `said${own ? " own" : ""}`, "data-id": it.id });
  const bubble = make("div", { class: "bubble" });
  if (!own) bubble.append(make("span", { class: "who", dir: "auto" }, it.sender.name));
  if (it.reply) bubble.append(make("div", { class: "to", dir: "auto" }, make("b", {}, it.reply.name), it.reply.text));
  if (it.file) bubble.append(file(it.file));
  if (it.text) bubble.append(...written(it.text, it.entities, it.id, open));
  bubble.append(make("span", { class: "when" }, it.edited ? say("edited", { time: time(it.at) }) : time(it.at)));
  if (side.reply) {
    bubble.append(make("button", { type: "button", class: "answer", onclick: () => side.reply(it) }, say("reply")));
  }
  item.append(bubble);
  if (it.keyboard.length) item.append(keyboard(it, side));
  return item;
}

function keyboard(it, side) {
  const rows = it.keyboard.map((row) => make("div", {}, ...row.map((button) => key(it, button, side))));
  return make("div", { class: "keys", role: "group", "aria-label": say("buttons") }, ...rows);
}

function key(it, button, side) {
  if (button.url) return make("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.text);
  const press = (event) => side.press(it.id, button.callback_data, event.currentTarget);
  return make("button", { type: "button", "data-key": button.callback_data, onclick: press }, button.text);
}

function file(it) {
  const href = `file/${it.id}`;
  const kind = (/\.([a-z0-9]{1,4})$/i.exec(it.name)?.[1] ?? "file").toUpperCase();
  if (it.photo) {
    return make("a", { href, target: "_blank" }, make("img", { class: "photo", src: href, alt: it.name }));
  }
  return make("a", { class: "file", href, download: it.name },
    make("span", { class: "sheet", "aria-hidden": "true" }, kind),
    make("span", {}, make("b", { dir: "auto" }, it.name), make("small", {}, size(it.size))));
}

// A letter on its way to us (`reply` is what the mail door said) or an answer.
export function mail(it) {
  const own = it.reply !== null;
  const kind = `said letter${own ? " own" : ""}${it.refused ? " refused" : ""}`;
  const body = make("div", { class: "body" }, make("div", { class: "run", dir: "auto" }, it.text || say("no_text")));
  const head = make("div", { class: "head" },
    make("small", {}, own ? say("mail_to", { address: it.to }) : say("mail_from", { address: it.from })),
    make("b", { dir: "auto" }, it.subject || say("no_subject")));
  const foot = make("div", { class: "foot" },
    it.files.length ? make("span", { class: "files", dir: "auto" }, say("attached", { files: it.files.join(", ") })) : null,
    make("span", { class: "door" }, own ? it.reply : ""),
    make("span", {}, time(it.at)));
  return make("li", { class: kind, "data-id": it.id },
    make("div", { class: "bubble" }, head, fold(body, it.id, open), foot));
}
