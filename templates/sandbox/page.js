// The page: what is known, what is shown, what each control does.

import { find, make } from "./dom.js";
import { follow, show, toEnd } from "./list.js";
import * as talk from "./talk.js";
import { ask, tell } from "./post.js";
import { wireForms } from "./forms.js";
import { say } from "./words.js";
import { wireDrops, wireReset, wireSamples } from "./stage.js";

const state = { revision: -1, answers: 0, messages: new Map(), mails: [], senders: [], commands: {}, office: 0 };
const select = find("#person");
const seen = new Map(); // person -> how many items were shown
let started = false;

const person = () => state.senders.find((one) => String(one.id) === select.value);
const officer = () => Number(find("#officer input:checked").value);

async function listen() {
  for (;;) {
    try {
      take(await ask(`state?after=${state.revision}&mails=${state.answers}`));
      find("#trouble").hidden = true;
    } catch (trouble) {
      complain(trouble.message);
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
}

function complain(code) {
  find("#trouble").textContent = say(code === "404" ? "over" : "no_answer");
  find("#trouble").hidden = false;
}

function take(news) {
  const asking = news.messages.findLast((it) => it.asks && !it.deleted && !state.messages.has(it.id));
  for (const message of news.messages) state.messages.set(message.id, { ...message, version: news.revision });
  Object.assign(state, { revision: news.revision, answers: news.answers, mails: news.mails,
    senders: news.senders, office: news.office, commands: news.commands });
  draw();
  // as every chat does when a bot asks for a reply
  if (started && asking?.chat === state.office) replyTo(asking);
  started = true;
}

function draw() {
  drawPeople();
  drawSender();
  drawOffice();
  drawCommands();
}

function itemsOf(one) {
  const chat = [...state.messages.values()].filter((it) => it.chat === one.id && !it.deleted);
  const mails = one.address ? state.mails.filter((it) => it.from === one.address || it.to === one.address) : [];
  const items = [
    ...chat.map((it) => ({ at: it.at, key: `c${it.id}`, version: it.version, draw: () => talk.message(it, { me: one.id, press: (...pressed) => press(one.id, ...pressed) }) })),
    ...mails.map((it) => ({ at: it.at, key: it.id, version: 0, draw: () => talk.mail(it) })),
  ];
  return items.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function drawPeople() {
  const chosen = select.value;
  const options = state.senders.map((one) => {
    const count = itemsOf(one).length;
    if (!started || String(one.id) === chosen) seen.set(one.id, count);
    const mark = count > (seen.get(one.id) ?? 0) ? "● " : "";
    return make("option", { value: one.id }, `${mark}${one.name}`);
  });
  const texts = (list) => [...list].map((option) => option.textContent).join("\n");
  if (texts(options) !== texts(select.children)) select.replaceChildren(...options);
  if (chosen && options.some((option) => option.value === chosen)) select.value = chosen;
}

function drawSender() {
  const one = person();
  const list = find("#sender-talk");
  if (list.dataset.person !== select.value) {
    list.replaceChildren();
    list.dataset.person = select.value;
  }
  show(list, one ? itemsOf(one) : [], { mark: started, empty: () => make("li", { class: "nothing" },
    one ? say("not_written", { name: one.name }) : say("nobody")) });
}

function drawOffice() {
  const messages = [...state.messages.values()].filter((it) => it.chat === state.office && !it.deleted);
  const me = officer();
  const side = { me, press: (...pressed) => press(officer(), ...pressed), reply: replyTo };
  show(find("#office-talk"), messages.map((it) => ({ key: `c${it.id}`, version: `${it.version}.${it.sender.id === me}`,
    draw: () => talk.message(it, side) })), { mark: started, empty: () => make("li", { class: "nothing" },
    say("no_card")) });
  if (started && document.body.dataset.side === "sender") find('[data-show="office"] i').hidden = false;
}

function drawCommands() {
  for (const box of document.querySelectorAll(".commands")) {
    const offered = state.commands[box.dataset.for] ?? {};
    const language = box.dataset.for === "chat" && offered[person()?.language] ? person().language : "";
    const commands = offered[language] ?? [];
    if (box.children.length === commands.length && box.lang === language) continue;
    box.lang = language;
    box.replaceChildren(...commands.map(({ command, description }) => {
      const text = find(`#${box.dataset.for} textarea`);
      const write = () => { text.value = `/${command} `; text.focus(); };
      return make("button", { type: "button", dir: "ltr", title: description, onclick: write }, `/${command}`);
    }));
  }
}

async function press(who, message, data, button) {
  button.setAttribute("aria-busy", "true");
  try {
    const { answer, alert } = await tell("press", { person: who, message_id: message, data });
    if (answer && alert) announce(answer);
    else if (answer) toast(answer);
  } catch (trouble) {
    toast(trouble.message, true);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function announce(text) {
  find("#alert-text").textContent = text;
  find("#alert").showModal();
}

export function toast(text, wrong = false) {
  const note = make("div", { class: `toast${wrong ? " wrong" : ""}`, dir: "auto" }, text);
  find("#toasts").replaceChildren(note);
  setTimeout(() => note.remove(), 5200);
}

function replyTo(it) {
  const bar = find("#replying");
  bar.hidden = !it;
  bar.dataset.id = it ? it.id : "";
  find("span", bar).textContent = it ? say("reply_to", { text: (it.text || it.file?.name || "").slice(0, 80) }) : "";
  if (it) find("#word textarea").focus();
}

function turnTo(side) {
  document.body.dataset.side = side;
  for (const button of document.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === side));
  }
  find(`[data-show="${side}"] i`).hidden = true;
}

for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => turnTo(button.dataset.show));
}
select.addEventListener("change", draw);
find("#officer").addEventListener("change", () => { drawOffice(); placeholder(); });
find("#replying button").addEventListener("click", () => replyTo(null));

function placeholder() {
  const name = find("#officer input:checked + span").textContent;
  find("#word textarea").placeholder = say("write_as", { name });
}

wireDrops(find("#sender"));
wireSamples({ toast, choose: (id) => { select.value = id; draw(); toEnd(find("#sender-talk")); } });
wireReset(toast);
wireForms({ person, officer, toast, replyTo, toEnd: (side) => toEnd(find(`#${side}-talk`)), choose: (id) => { select.value = id; draw(); } });
document.querySelectorAll(".talk").forEach(follow);
turnTo("office");
placeholder();
listen();
