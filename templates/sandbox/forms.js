// The forms: a mail, a chat message, a word in the secretariat, a new person.

import { find } from "./dom.js";
import { tell } from "./post.js";
import { say } from "./words.js";

export function wireForms({ person, officer, toast, replyTo, toEnd, choose }) {
  wire(find("#mail"), () => ["mail", { person: person()?.id }], () => toEnd("sender"));
  wire(find("#chat"), () => ["say", { person: person()?.id }], () => toEnd("sender"));
  wire(find("#word"), () => ["say", { person: officer(), reply_to: find("#replying").dataset.id || undefined }],
    () => { replyTo(null); toEnd("office"); });
  find("#channel").addEventListener("change", turn);
  wireNewcomer(choose, toast);

  function wire(form, about, done) {
    const button = find("button.main", form);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const [deed, who] = about();
      button.disabled = true;
      try {
        const { reply } = await tell(deed, { ...Object.fromEntries(new FormData(form)), ...who, file: [...find("[type=file]", form)?.files ?? []] });
        if (reply && !reply.startsWith("250")) toast(reply, true);
        form.reset();
        showFile(form);
        done();
      } catch (trouble) {
        toast(trouble.message, true);
      } finally {
        button.disabled = false;
      }
    });
    form.addEventListener("change", () => showFile(form));
    // as in every chat: Enter sends, Shift+Enter is a new line; a mail is sent by its button
    if (form.id !== "mail") form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("textarea")) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
  }
}

function showFile(form) {
  const label = find(".attach", form);
  if (!label) return;
  const files = [...find("input", label).files];
  label.classList.toggle("full", files.length > 0);
  find("span", label).textContent = files.map((file) => file.name).join(", ") || say("attach");
}

function turn() {
  const mail = find("#channel input:checked").value === "mail";
  find("#mail").hidden = !mail;
  find("#chat").hidden = mail;
}

function wireNewcomer(choose, toast) {
  const dialog = find("#person-form");
  const form = find("form", dialog);
  find("#newcomer").addEventListener("click", () => { form.reset(); dialog.returnValue = ""; dialog.showModal(); });
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "ok") return;
    try {
      const { id } = await tell("person", Object.fromEntries(new FormData(form)));
      setTimeout(() => choose(String(id)), 300);
    } catch (trouble) {
      toast(trouble.message, true);
    }
  });
}
