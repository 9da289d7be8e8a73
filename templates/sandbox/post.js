// Calls to the program behind the page.

import { say } from "./words.js";

export class Problem extends Error {}

export async function ask(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Problem(String(answer.status));
  return answer.json();
}

export async function tell(deed, values) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) value.forEach((file, at) => form.set(`${name}.${at}`, file));
    else if (value !== undefined && value !== null && !(value instanceof File && !value.size)) form.set(name, value);
  }
  const answer = await fetch(`do/${deed}`, { method: "POST", body: form });
  const said = await answer.json().catch(() => ({ problem: say("no_answer_now") }));
  if (!answer.ok) throw new Problem(said.problem);
  return said;
}
