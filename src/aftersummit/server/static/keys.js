// Pages with a form: what carries a data-key is chosen, pressed or entered by that key.
import { keysOn } from "./keyboard.js";

const KEPT = "aftersummit-typed:";
const WAITS = [1000, 2000, 4000, 8000];

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const field = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
  if (field && event.key === "Escape") return field.blur();
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return document.querySelector("[data-key=Enter]")?.click();
  if (event.ctrlKey || event.metaKey || event.altKey || field || !keysOn()) return;
  if (event.key === "Enter" && event.target.closest("button, a, summary")) return;
  const wanted = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = document.querySelector(`[data-key="${CSS.escape(wanted)}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) found.focus();
  else found.click();
});

// What is typed survives a lost page: it is forgotten when the server has it.
for (const area of document.querySelectorAll("textarea[data-keep]")) {
  const name = KEPT + area.dataset.keep;
  area.value ||= localStorage.getItem(name) ?? "";
  area.addEventListener("input", () => localStorage.setItem(name, area.value));
}

// What is filled in beside a choice makes the choice.
for (const section of document.querySelectorAll("[data-chooses]")) {
  section.addEventListener("input", () => { section.querySelector("input[type=radio]").checked = true; });
}

// A form is sent without leaving the page, so that a lost connection costs nothing: it is sent
// again until the server answers, and what the server refuses stays where it was written.
for (const form of document.querySelectorAll("form[data-send]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    deliver(form, new URLSearchParams(new FormData(form, event.submitter))).finally(() => delete form.dataset.busy);
  });
}

async function deliver(form, body) {
  const lost = form.querySelector("[data-lost]");
  const refused = form.querySelector("[data-refused]");
  refused.hidden = true;
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (answer?.ok) return leave(form, answer);
    lost.hidden = Boolean(answer);
    if (answer && answer.status < 500) return tell(refused, await answer.text());
    lost.hidden = false;
    await new Promise((done) => setTimeout(done, WAITS[Math.min(tries, WAITS.length - 1)]));
  }
}

function leave(form, answer) {
  const signedOut = new URL(answer.url).pathname === "/work/signin";
  for (const area of signedOut ? [] : form.querySelectorAll("textarea[data-keep]")) localStorage.removeItem(KEPT + area.dataset.keep);
  location.assign(answer.url);
}

function tell(line, page) {
  const main = new DOMParser().parseFromString(page, "text/html").querySelector("main");
  line.textContent = [...(main?.querySelectorAll("h1, p:not(.more)") ?? [])].map((one) => one.textContent.trim()).join(" ");
  line.hidden = false;
  line.scrollIntoView({ block: "nearest" });
}

// After a decision the next one begins where a reader begins: at its own words.
if (new URLSearchParams(location.search).get("saved")) document.getElementById("main").focus({ preventScroll: true });
