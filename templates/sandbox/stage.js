// What a rehearsal has beside its two sides: samples, files dropped on the sender, a new beginning.

import { find } from "./dom.js";
import { tell } from "./post.js";
import { say } from "./words.js";

export function wireSamples({ toast, choose }) {
  const menu = find("#sample");
  menu.addEventListener("change", async () => {
    const name = menu.value;
    menu.value = "";
    if (!name) return;
    try {
      const { id, channel } = await tell("sample", { name });
      find(`#channel [value="${channel}"]`).click();
      choose(String(id));
    } catch (trouble) {
      toast(trouble.message, true);
    }
  });
}

export function wireDrops(pane) {
  let depth = 0; // a drag enters each thing inside as well
  const over = (by) => { depth = Math.max(depth + by, 0); pane.classList.toggle("dropping", depth > 0); };
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  pane.addEventListener("dragenter", (event) => { if (holdsFiles(event)) over(1); });
  pane.addEventListener("dragleave", (event) => { if (holdsFiles(event)) over(-1); });
  pane.addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault(); });
  pane.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    over(-depth);
    const input = find("form:not([hidden]) [type=file]", pane);
    const files = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

export function wireReset(toast) {
  const dialog = find("#reset-form");
  find("#reset").addEventListener("click", () => { dialog.returnValue = ""; dialog.showModal(); });
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "ok") return;
    try {
      await tell("reset", {});
      toast(say("begins_anew"));
      await gone();
      location.reload();
    } catch (trouble) {
      toast(trouble.message, true);
    }
  });
}

// until the program has ended and answers again
async function gone() {
  for (let away = false; ;) {
    const answer = await fetch("page.css", { cache: "no-store" }).catch(() => null);
    if (answer?.ok && away) return;
    away ||= !answer?.ok;
    await new Promise((done) => setTimeout(done, 200));
  }
}
