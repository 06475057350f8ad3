// The coding screen: one document, one unit at a time, everything within reach of the keyboard.
import { clash, help } from "./dialogs.js";
import { Form, drafted, emptyPart } from "./form.js";
import { Outbox } from "./outbox.js";
import { showPage } from "./page.js";
import { Points } from "./points.js";
import { Reading } from "./reading.js";
import { el, speak, t } from "./words.js";

const start = JSON.parse(document.getElementById("start").textContent);
speak(start.words);
const byId = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const PREFERRED = { commitment: "c", stance: "s", call: "h", none: "n" };
const keys = Object.fromEntries(start.codebook.labels.map((term, n) => [term.code, PREFERRED[term.code] ?? String(n + 1)]));
const letters = Object.fromEntries(Object.entries(keys).map(([code, key]) => [code, key.toUpperCase()]));
const TYPED = `aftersummit-draft:${start.coder}:${start.round}:`;

const state = { sheet: null, points: null, at: 0, line: [], order: start.order, draft: null, caret: null, summary: null };

const reading = new Reading(byId("text"), letters, marked, (at) => go(at));
const form = new Form(byId("panel"), start.codebook, keys, {
  label: choose, save, skip, step, move, caret: moveCaret, edge, split, merge, whole, choosePart, field, parties, note,
  twins: () => { state.draft.withTwins = !state.draft.withTwins; keep(); draw(); },
});
const outbox = new Outbox(start.coder, start.token, heard);

// -- the document and the line of units ------------------------------------------------

function open(sheet) {
  state.sheet = sheet;
  state.points = new Points(sheet.text);
  for (const item of outbox.items()) pretend(item);
  reading.show(sheet, state.points);
}

// What still waits to be sent is shown as done.
function pretend(item) {
  if (!item.body.unit || (item.body.round ?? "") !== start.round) return;
  for (const ref of [item.body.unit, ...(item.body.twins ?? [])]) {
    if (state.sheet.units.some((unit) => unit.ref === ref)) {
      state.sheet.codes[ref] = { verdict: item.body.label ? "code" : "skip", label: item.body.label, coder: start.coder, note: item.body.note, parts: [], drafts: item.body.parts, number: item.body.saw ?? 0 };
    }
  }
}

async function line() {
  const mine = state.sheet.units.map((unit, at) => at).filter((at) => state.sheet.units[at].mine);
  if (state.order === "document") state.line = mine;
  const asked = await ask(state.order);
  if (!asked) return;
  if (state.order !== "document") {
    state.line = asked.waiting.map(([ref]) => reading.index(ref)).filter((at) => at >= 0);
  }
}

async function ask(order) {
  const under = start.round ? "" : state.sheet.document.ref;
  const query = new URLSearchParams({ order, under, round: start.round });
  try {
    const answer = await fetch(`/api/queue?${query}`);
    if (!answer.ok) return null;
    const told = await answer.json();
    figures(told);
    return told;
  } catch {
    return null;
  }
}

function figures(told) {
  state.summary = told;
  byId("bar").max = Math.max(1, told.of);
  byId("bar").value = told.done;
  const format = new Intl.NumberFormat(document.documentElement.lang);
  const one = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const said = [t("{done} of {of} units coded", { done: format.format(told.done), of: format.format(told.of) })];
  if (told.per_minute) said.push(t("{n} a minute", { n: one.format(told.per_minute) }));
  if (told.missed && (state.order === "sample" || told.missed.drawn >= 20)) {
    const { drawn, population, low, high } = told.missed;
    said.push(t("random sample: {drawn} of {population} units without a proposal read, so {low} to {high} commitments are among them", { drawn: format.format(drawn), population: format.format(population), low: format.format(low), high: format.format(high) }));
  }
  byId("figures").textContent = said.join(" · ");
}

let summaryTimer = 0;
function freshen() {
  clearTimeout(summaryTimer);
  summaryTimer = setTimeout(() => ask("document"), 400);
}

// -- one unit --------------------------------------------------------------------------

const unit = () => state.sheet.units[state.at];
const coded = (ref) => state.sheet.codes[ref];
const pointer = () => state.line.indexOf(state.at);

function go(at, say = true) {
  state.at = at;
  state.caret = null;
  state.draft = restored() ?? fresh();
  draw();
  reading.reveal(at, calm);
  if (say) announce();
}

function fresh() {
  const code = coded(unit().ref);
  const given = code?.verdict === "code" ? code : null;
  const proposed = (given?.drafts?.length ? given.drafts : given?.parts.map(drafted)) ?? unit().parts.map(drafted);
  const parts = proposed.length ? proposed : [emptyPart(unit())];
  return { label: given?.label ?? "", parts, part: 0, note: given?.note ?? "", withTwins: false };
}

const place = () => TYPED + unit().ref;
function keep() {
  localStorage.setItem(place(), JSON.stringify(state.draft));
}
function restored() {
  const kept = localStorage.getItem(place());
  return kept ? JSON.parse(kept) : null;
}

function twins() {
  const { twin, ref } = unit();
  if (!twin) return [];
  const here = state.sheet.units.filter((one) => one.twin === twin && one.mine && one.ref !== ref && !coded(one.ref)).map((one) => one.ref);
  const elsewhere = (state.summary?.twins[twin] ?? []).filter((one) => reading.index(one) < 0);
  return [...here, ...elsewhere];
}

function draw() {
  const { draft, points } = state;
  const now = unit();
  const part = draft.parts[draft.part];
  reading.light(state.at, draft.label === "commitment" ? draft.parts : [], draft.part, state.caret);
  const proposal = now.label ? { label: now.label, chance: now.chances[now.label] ?? 0, why: now.why } : null;
  form.show({
    ...draft, proposal, caret: state.caret, language: state.sheet.document.language,
    number: pointer() < 0 ? state.at + 1 : pointer() + 1, of: state.line.length || state.sheet.units.length,
    head: now.head ? points.slice(...now.head) : "", words: points.slice(now.start, now.end),
    partWords: points.slice(part.start, part.end), twins: twins().length, before: coded(now.ref),
  });
}

function announce() {
  const now = unit();
  const said = [t("Unit {n} of {of}", { n: pointer() + 1 || state.at + 1, of: state.line.length }), state.points.slice(now.start, now.end)];
  if (now.label) said.push(t("The machine proposes: ") + form.label(now.label));
  byId("told").textContent = said.join(". ");
}

function tell(words) {
  byId("told").textContent = words;
}

// -- acts ------------------------------------------------------------------------------

function choose(label) {
  if (!unit().mine) return tell(t("This unit is somebody else’s in this round."));
  state.draft.label = label;
  if (label === "commitment") {
    keep();
    draw();
    tell(t("Commitment: its form is open. Enter saves it."));
  } else save();
}

function save() {
  const { draft } = state;
  if (!unit().mine) return tell(t("This unit is somebody else’s in this round."));
  if (!draft.label && unit().label) draft.label = unit().label;
  if (!draft.label) return tell(t("Choose a label first"));
  send(draft.label, draft.label === "commitment" ? draft.parts : [], draft.note, draft.withTwins ? twins() : []);
}

function skip() {
  if (unit().mine) send("", [], state.draft.note, []);
}

function send(label, parts, note, also) {
  const now = unit();
  const saw = coded(now.ref)?.number ?? 0;
  localStorage.removeItem(place());
  outbox.add("/api/codes", { unit: now.ref, label, parts, note, round: start.round, saw, twins: also });
  for (const ref of [now.ref, ...also]) {
    const at = reading.index(ref);
    if (at < 0) continue;
    const before = state.sheet.codes[ref]?.number ?? 0;
    state.sheet.codes[ref] = { verdict: label ? "code" : "skip", label, coder: start.coder, note, parts: [], drafts: parts, number: before };
    reading.letter(at, state.sheet.codes[ref]);
  }
  forward();
}

// The next unit that nobody coded; the end of the line says so.
function forward() {
  const from = pointer() + 1;
  const rest = [...state.line.slice(from), ...state.line.slice(0, from)];
  const next = rest.find((at) => !coded(state.sheet.units[at].ref));
  if (next === undefined) {
    draw();
    tell(t("Everything here is coded."));
    return;
  }
  go(next);
  if (!byId("panel").contains(document.activeElement)) byId("panel").focus({ preventScroll: true });
}

function move(by) {
  const at = pointer();
  const next = at < 0 ? state.at + by : state.line[at + by];
  if (next !== undefined && state.sheet.units[next]) go(next);
}

function step(verdict) {
  outbox.add("/api/steps", { verdict, round: start.round });
}

function field(name, value) {
  state.draft.parts[state.draft.part][name] = value;
  keep();
}

function parties(words) {
  const codes = words.split(/[,;\s+]+/).filter(Boolean);
  state.draft.parts[state.draft.part].parties = codes.map((code) => (code.toLowerCase() === "all" ? "all" : code.toUpperCase()));
  keep();
}

function note(words) {
  state.draft.note = words;
  keep();
}

function choosePart(n) {
  const last = state.draft.parts.length - 1;
  state.draft.part = Math.max(0, Math.min(last, n));
  state.caret = null;
  draw();
}

// -- words -----------------------------------------------------------------------------

const words = () => state.points.words(unit().start, unit().end);

function moveCaret(by) {
  if (state.draft.label !== "commitment") return;
  const stops = [...words().map(([from]) => from), unit().end];
  const part = state.draft.parts[state.draft.part];
  const here = state.caret === null ? stops.findIndex((at) => at >= part.start) : stops.indexOf(state.caret);
  const next = state.caret === null ? here + (by > 0 ? 1 : 0) : here + by;
  state.caret = stops[Math.max(0, Math.min(stops.length - 1, next))];
  const after = words().find(([from]) => from === state.caret);
  draw();
  tell(after ? t("Mark before “{word}”", { word: state.points.slice(...after) }) : t("Mark at the end"));
}

// The end of the last word before a place.
function before(place) {
  const ends = words().map(([, to]) => to).filter((to) => to <= place);
  return ends.length ? ends[ends.length - 1] : place;
}

function edge(which) {
  const part = state.draft.parts[state.draft.part];
  if (state.caret === null) return;
  reshape(which === "start" ? state.caret : part.start, which === "end" ? before(state.caret) : part.end);
}

function marked(from, to) {
  if (state.draft.label !== "commitment") state.draft.label = "commitment";
  reshape(from, to);
}

// Give the chosen promise other words; its neighbours make room.
function reshape(from, to) {
  if (from >= to) return tell(t("A promise needs at least one word."));
  const { parts, part } = state.draft;
  parts[part] = { ...parts[part], start: from, end: to };
  state.draft.parts = parts
    .map((one, n) => (n === part ? one : trimmed(one, from, to)))
    .filter((one) => one.start < one.end)
    .sort((a, b) => a.start - b.start);
  state.draft.part = state.draft.parts.findIndex((one) => one.start === from);
  keep();
  draw();
  tell(t("Promise: {words}", { words: state.points.slice(from, to) }));
}

function trimmed(one, from, to) {
  if (one.end <= from || one.start >= to) return one;
  if (one.start < from) return { ...one, end: before(from) };
  const next = words().find(([at]) => at >= to);
  return { ...one, start: next && next[0] < one.end ? next[0] : one.end };
}

function split() {
  const { parts, part } = state.draft;
  const one = parts[part];
  if (state.caret === null || state.caret <= one.start || state.caret >= one.end) return tell(t("Put the mark inside the promise first."));
  parts.splice(part, 1, { ...one, end: before(state.caret) }, { ...one, start: state.caret });
  state.draft.part = part + 1;
  state.caret = null;
  keep();
  draw();
  tell(t("Split into {n} promises", { n: parts.length }));
}

function merge() {
  const { parts } = state.draft;
  if (parts.length < 2) return;
  const at = Math.min(state.draft.part, parts.length - 2);
  parts.splice(at, 2, { ...parts[at], end: parts[at + 1].end });
  state.draft.part = at;
  keep();
  draw();
  tell(t("Merged: {n} promises", { n: parts.length }));
}

function whole() {
  const one = state.draft.parts[state.draft.part];
  state.draft.parts = [{ ...one, start: unit().start, end: unit().end }];
  state.draft.part = 0;
  state.caret = null;
  keep();
  draw();
}

// -- what the server says --------------------------------------------------------------

function heard(what, item, told) {
  if (what === "state") return saved(told);
  if (what === "done") {
    for (const code of told.codes ?? []) take(code);
    if (item.path === "/api/steps" && told.codes?.length) {
      const at = reading.index(told.codes[0].unit);
      if (at >= 0) {
        localStorage.removeItem(TYPED + told.codes[0].unit);
        go(at, false);
        tell(item.body.verdict === "undo" ? t("Undone") : t("Done again"));
      }
    }
    return freshen();
  }
  if (what === "stale") return settle(item, told);
  problem(item, told);
}

function take(code) {
  const at = reading.index(code.unit);
  if (at < 0) return;
  if (code.verdict === "code" || code.verdict === "skip") state.sheet.codes[code.unit] = code;
  else delete state.sheet.codes[code.unit];
  reading.letter(at, code);
}

async function settle(item, error) {
  const chosen = await clash(byId("clash"), item, error);
  if (error.present) take(error.present);
  else delete state.sheet.codes[error.unit];
  if (chosen === "mine") {
    outbox.add(item.path, { ...item.body, saw: error.present?.number ?? 0 });
  } else {
    const at = reading.index(error.unit);
    if (at >= 0) go(at);
  }
}

// A refusal keeps what was typed as the unit's draft.
function problem(item, error) {
  tell(`${error.what ?? t("That did not work")}. ${error.remedy ?? ""}`);
  byId("saved").textContent = `${error.what ?? t("That did not work")}. ${error.remedy ?? ""}`;
  byId("saved").classList.add("wrong");
  const at = item.body.unit ? reading.index(item.body.unit) : -1;
  if (at < 0) return;
  const { label, parts, note: written } = item.body;
  localStorage.setItem(TYPED + item.body.unit, JSON.stringify({ label, parts: parts.length ? parts : [emptyPart(state.sheet.units[at])], part: 0, note: written, withTwins: false }));
  delete state.sheet.codes[item.body.unit];
  reading.letter(at, null);
}

function saved({ state: how, waiting }) {
  const said = {
    saved: t("All saved"),
    saving: t("Saving …"),
    offline: t("No connection: {n} steps are kept here and sent again", { n: waiting }),
    "signed-out": t("You are signed out: {n} steps are kept here. Sign in again in another tab.", { n: waiting }),
  }[how];
  const line = byId("saved");
  if (how === "saved" && line.classList.contains("wrong") && !line.dataset.lost) return;
  line.classList.toggle("wrong", how === "offline" || how === "signed-out");
  line.dataset.lost = how === "offline" || how === "signed-out" ? "yes" : "";
  // Quick saves are not announced one by one.
  if (how !== "saving" || line.dataset.lost) line.textContent = said;
}

// -- keys ------------------------------------------------------------------------------

const acts = {
  Enter: save, x: skip, u: () => step("undo"), r: () => step("redo"),
  ArrowUp: () => move(-1), ArrowDown: () => move(1), ArrowLeft: () => moveCaret(-1), ArrowRight: () => moveCaret(1),
  "[": () => edge("start"), "]": () => edge("end"), "/": split, m: merge, 0: whole,
  ",": () => choosePart(state.draft.part - 1), ".": () => choosePart(state.draft.part + 1),
  f: () => turn("strength", ["firm", "soft"]), k: () => turn("kind", ["action", "outcome"]),
  p: () => focusOn("field-parties"), i: () => focusOn("field-issue"), d: () => focusOn("field-deadline"), q: () => focusOn("field-quantity"),
  g: printed, t: () => focusOn("note"), w: () => byId("twins")?.click(), "?": showHelp,
  ...Object.fromEntries(Object.entries(keys).map(([code, key]) => [key, () => choose(code)])),
};

function turn(name, values) {
  if (state.draft.label !== "commitment") return;
  const part = state.draft.parts[state.draft.part];
  field(name, part[name] === values[0] ? values[1] : values[0]);
  draw();
  tell(t(part[name]));
}

async function printed() {
  if (!byId("page-open")) return;
  const trouble = await showPage(byId("page"), state.sheet, unit(), start.round);
  if (trouble) tell(trouble);
}

function focusOn(id) {
  byId(id)?.focus();
}

const keysOn = () => localStorage.getItem("aftersummit-keys") !== "off";
function showHelp() {
  help(byId("help"), start.codebook, keys, keysOn(), (on) => localStorage.setItem("aftersummit-keys", on ? "on" : "off"));
}

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const field = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !field) {
    event.preventDefault();
    return step(event.shiftKey ? "redo" : "undo");
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    return save();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (field) {
    if (event.key === "Escape" || (event.key === "Enter" && field.tagName === "INPUT")) {
      event.preventDefault();
      byId("panel").focus();
    }
    return;
  }
  if (!keysOn() && event.key !== "?") return;
  if (event.key === "Enter" && event.target.closest("button, a, summary")) return;
  if (event.key.startsWith("Arrow") && event.target.matches("input[type=radio]")) return;
  const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

byId("page-open")?.addEventListener("click", printed);
byId("help-open").addEventListener("click", showHelp);
byId("order").value = state.order;
byId("order").addEventListener("change", async (event) => {
  state.order = event.target.value;
  await line();
  forward();
});

// -- begin -----------------------------------------------------------------------------

open(start.sheet);
await line();
if (!state.sheet.units.length) byId("panel").replaceChildren(el("p", {}, t("This text has no units.")));
else {
  const first = state.line.find((at) => !coded(state.sheet.units[at].ref)) ?? state.line[0] ?? 0;
  go(first);
  byId("panel").focus({ preventScroll: true });
}
outbox.flush();
document.documentElement.dataset.ready = "yes";
