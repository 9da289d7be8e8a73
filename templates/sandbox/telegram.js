// Text and entities of the Bot API to elements, as the chat would show them.

import { fold, make } from "./dom.js";

const INLINE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const isQuote = (entity) => entity.type.endsWith("blockquote");
const SAFE = /^(https?|mailto|tel|tg):/i;

// Blocks: runs of text with quotes between them. `open` remembers which quotes are unfolded.
export function written(text, entities, key, open) {
  const blocks = [];
  let at = 0;
  entities.filter(isQuote).forEach((quote, index) => {
    const end = quote.offset + quote.length;
    blocks.push(run(text, at, quote.offset, entities));
    const box = make("blockquote", { class: "quote", dir: "auto" }, run(text, quote.offset, end, entities, null));
    blocks.push(quote.type === "expandable_blockquote" ? fold(box, `${key}.${index}`, open) : box);
    // a line break beside a quote is the quote's own edge
    at = text[end] === "\n" ? end + 1 : end;
  });
  return [...blocks, run(text, at, text.length, entities)];
}

// Inside a quote the quote itself has the direction, so that its bar stands on the right side.
function run(text, from, to, entities, dir = "auto") {
  if (to > from && text[to - 1] === "\n" && to < text.length) to -= 1;
  const block = make("div", { class: "run", dir });
  block.append(...pieces(text, from, to, entities.filter((entity) => !isQuote(entity))));
  return block;
}

function pieces(text, from, to, entities) {
  const found = [];
  let at = from;
  for (const entity of entities) {
    const start = Math.max(entity.offset, from);
    const end = Math.min(entity.offset + entity.length, to);
    if (start < at || end <= start) continue;
    if (start > at) found.push(text.slice(at, start));
    const inner = entities.filter((other) => other !== entity && other.offset >= start && other.length <= entity.length);
    const element = inline(entity);
    element.append(...pieces(text, start, end, inner));
    found.push(element);
    at = end;
  }
  if (at < to) found.push(text.slice(at, to));
  return found;
}

function inline(entity) {
  if (entity.type === "text_link") {
    const href = SAFE.test(entity.url) ? entity.url : undefined;
    return make("a", { href, rel: "noopener noreferrer", target: "_blank" });
  }
  if (entity.type === "spoiler") {
    return make("span", { class: "spoiler", tabindex: 0, onclick: (event) => event.currentTarget.classList.add("open") });
  }
  return make(INLINE[entity.type] ?? "span");
}
