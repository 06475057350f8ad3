// The coding screen: one document, one unit at a time, everything within reach of the keyboard.
import { clash, help } from "./dialogs.js";
import { Drafts } from "./draft.js";
import { figures } from "./figures.js";
import { Form, drafted, emptyPart } from "./form.js";
import { keysOf, keysOn, keysTurned, listen } from "./keyboard.js";
import { marking } from "./marking.js";
import { Outbox } from "./outbox.js";
import { showPage } from "./page.js";
import { Points } from "./points.js";
import { Reading } from "./reading.js";
import { el, speak, t } from "./words.js";

const start = JSON.parse(document.getElementById("start").textContent);
speak(start.words);
const byId = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const keys = keysOf(start.codebook.labels);
const letters = Object.fromEntries(Object.entries(keys).map(([code, key]) => [code, key.toUpperCase()]));
const state = { sheet: null, points: null, at: 0, line: [], order: start.order, draft: null, caret: null, summary: null, finished: false, again: false };

const drafts = new Drafts(`aftersummit-draft:${start.coder}:${start.round}:`);
const marks = marking({ state, unit, change, draw, tell });
const reading = new Reading(byId("text"), letters, { mark: marks.marked, place: marks.placed, choose: (at) => go(at) });
const form = new Form(byId("panel"), start.codebook, keys, {
  label: choose, save, skip: () => skip(), undo: () => turn(true), redo: () => turn(false), step: move, marks, choosePart, field, parties, note, skipped,
  twins: () => change((draft) => { draft.withTwins = !draft.withTwins; }),
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
  const asked = await ask(state.order);
  if (state.order === "document") state.line = [...state.sheet.units.keys()].filter((at) => state.sheet.units[at].mine);
  else if (asked) state.line = asked.waiting.map(([ref]) => reading.index(ref)).filter((at) => at >= 0);
}

async function ask(order) {
  const under = start.round ? "" : state.sheet.document.ref;
  const query = new URLSearchParams({ order, under, round: start.round });
  try {
    const answer = await fetch(`/api/queue?${query}`);
    const summary = answer.ok ? await answer.json() : null;
    if (summary) summed(summary);
    return summary;
  } catch {
    return null;
  }
}

function summed(summary) {
  state.summary = summary;
  byId("bar").max = Math.max(1, summary.of);
  byId("bar").value = summary.done;
  byId("figures").textContent = figures(summary, state.order);
}

let soon = 0;
function freshen() {
  clearTimeout(soon);
  soon = setTimeout(() => ask("document"), 400);
}

// -- one unit --------------------------------------------------------------------------

function unit() {
  return state.sheet.units[state.at];
}
const coded = (ref) => state.sheet.codes[ref];
const pointer = () => state.line.indexOf(state.at);

function go(at, say = true) {
  Object.assign(state, { at, caret: null, finished: false });
  state.draft = drafts.begin(unit().ref) ?? fresh();
  draw();
  reading.reveal(at, calm);
  form.top(calm);
  if (say) announce();
  if (!unit().mine) tell(t("This unit is somebody else’s in this round."));
}

function fresh() {
  const code = coded(unit().ref);
  const given = code?.verdict === "code" ? code : null;
  const proposed = (given?.drafts?.length ? given.drafts : given?.parts.map(drafted)) ?? unit().parts.map(drafted);
  const parts = proposed.length ? proposed : [emptyPart(unit())];
  return { label: given?.label ?? "", parts, part: 0, note: given?.note ?? "", withTwins: false };
}

// Change the draft in a way that can be taken back.
function change(how, said = "") {
  drafts.step(state.draft);
  how(state.draft);
  drafts.keep(state.draft);
  draw();
  if (said) tell(said);
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
  const proposal = now.label ? { label: now.label, chance: now.chances[now.label] ?? 0, why: now.why, parts: now.parts.map(drafted) } : null;
  // Before anything is chosen the proposal's own words are marked, for Enter would take them.
  const open = draft.label === "commitment";
  const shown = open ? draft.parts : draft.label ? [] : proposal?.parts ?? [];
  reading.light(state.at, shown, open ? draft.part : -1, state.caret);
  form.show({
    ...draft, proposal, caret: state.caret, language: state.sheet.document.language, mine: now.mine, blind: state.sheet.blind,
    number: pointer() < 0 ? state.at + 1 : pointer() + 1, of: state.line.length || state.sheet.units.length,
    head: now.head ? points.slice(...now.head) : "", slice: (one) => points.slice(one.start, one.end), whole: now,
    partWords: points.slice(part.start, part.end), twins: twins().length, before: coded(now.ref),
  });
}

function announce() {
  const now = unit();
  const said = [t("Unit {n} of {of}", { n: pointer() + 1 || state.at + 1, of: state.line.length }), state.points.slice(now.start, now.end)];
  if (now.label) said.push(t("The machine proposes: ") + form.label(now.label));
  byId("told").textContent = said.join(". ");
}

// Said aloud, and shown where the eyes are.
function tell(words) {
  byId("told").textContent = words;
  form.hint(words);
}

// -- acts ------------------------------------------------------------------------------

function choose(label) {
  if (!unit().mine) return tell(t("This unit is somebody else’s in this round."));
  if (label !== "commitment") return send(label, [], state.draft.note, state.draft.withTwins ? twins() : []);
  change((draft) => { draft.label = label; }, t("Commitment: its form is open. Enter saves it."));
}

function save() {
  const { draft } = state;
  if (!unit().mine) return tell(t("This unit is somebody else’s in this round."));
  const label = draft.label || unit().label;
  if (!label) return tell(t("Choose a label first"));
  send(label, label === "commitment" ? draft.parts : [], draft.note, draft.withTwins ? twins() : []);
}

const skip = () => unit().mine && send("", [], state.draft.note, []);

function send(label, parts, note, also) {
  const now = unit();
  const saw = coded(now.ref)?.number ?? 0;
  drafts.drop(now.ref);
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

// The next unit that nobody coded (or that was skipped, where those are gone through again).
const waits = (at) => {
  const code = coded(state.sheet.units[at].ref);
  return state.again ? code?.verdict === "skip" : !code;
};

function forward() {
  const from = pointer() + 1;
  const rest = [...state.line.slice(from), ...state.line.slice(0, from)].filter((at) => at !== state.at);
  const next = rest.find(waits);
  if (next === undefined) return finish();
  go(next);
  if (!byId("panel").contains(document.activeElement)) byId("panel").focus({ preventScroll: true });
}

// Nothing waits here: say so, and where to go on.
async function finish() {
  Object.assign(state, { finished: true, again: false, caret: null });
  reading.light(state.at);
  const left = () => state.sheet.units.filter((one) => one.mine && coded(one.ref)?.verdict === "skip").length;
  const said = t("Everything here is coded.");
  form.finish(said, left(), "");
  tell(said);
  byId("panel").focus({ preventScroll: true });
  if (!start.round) return;
  const asked = await ask("document");
  const away = asked?.waiting.map(([ref]) => ref.split("#")[0]).find((ref) => ref !== state.sheet.document.ref);
  if (away && state.finished) form.finish(said, left(), away, `/work/code/${away}?round=${start.round}`);
}

function skipped() {
  state.again = true;
  first();
}

function first() {
  const at = state.line.find(waits);
  return at === undefined ? finish() : go(at);
}

function move(by) {
  const at = pointer();
  // Beside the line the next unit of one's own in the text is next.
  const mine = [...state.sheet.units.keys()].filter((n) => state.sheet.units[n].mine);
  const next = at >= 0 ? state.line[at + by] : by > 0 ? mine.find((n) => n > state.at) : mine.findLast((n) => n < state.at);
  if (next !== undefined) go(next);
}

// Back (or forward) one step: first what was begun on this unit, then what was saved.
function turn(back) {
  const found = state.finished ? null : drafts.turn(state.draft, back);
  if (!found) {
    if (outbox.state === "offline") tell(t("Kept: it is done when the connection is back."));
    return outbox.add("/api/steps", { verdict: back ? "undo" : "redo", round: start.round });
  }
  state.draft = found;
  state.caret = null;
  draw();
  tell(back ? t("Undone") : t("Done again"));
}

function leave() {
  if (state.finished || !drafts.past.length) return;
  change((draft) => Object.assign(draft, fresh()), t("Left as it was; U brings it back."));
  drafts.drop(unit().ref);
}

function typed(name, how) {
  drafts.step(state.draft, name);
  how(state.draft);
  drafts.keep(state.draft);
}

function field(name, value) {
  typed(name, (draft) => { draft.parts[draft.part][name] = value; });
}

function parties(words) {
  const codes = words.split(/[,;\s+]+/).filter(Boolean);
  field("parties", codes.map((code) => (code.toLowerCase() === "all" ? "all" : code.toUpperCase())));
}

function note(words) {
  typed("note", (draft) => { draft.note = words; });
}

function choosePart(n) {
  state.draft.part = Math.max(0, Math.min(state.draft.parts.length - 1, n));
  state.caret = null;
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
        drafts.drop(told.codes[0].unit);
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
  const said = `${error.what ?? t("That did not work")}. ${error.remedy ?? ""}`;
  tell(said);
  byId("saved").textContent = said;
  byId("saved").classList.add("wrong");
  const at = item.body.unit ? reading.index(item.body.unit) : -1;
  if (at < 0) return;
  const { label, parts, note: written } = item.body;
  drafts.put(item.body.unit, { label, parts: parts.length ? parts : [emptyPart(state.sheet.units[at])], part: 0, note: written, withTwins: false });
  delete state.sheet.codes[item.body.unit];
  reading.letter(at, null);
}

function saved({ state: how, waiting }) {
  const said = {
    saved: t("All saved"),
    saving: t("Saving …"),
    offline: t("No connection. Steps kept here and sent again: {n}", { n: waiting }),
    "signed-out": t("You are signed out. Steps kept here: {n}. Sign in again in another tab.", { n: waiting }),
  }[how];
  const line = byId("saved");
  if (how === "saved" && line.classList.contains("wrong") && !line.dataset.lost) return;
  line.classList.toggle("wrong", how === "offline" || how === "signed-out");
  line.dataset.lost = how === "offline" || how === "signed-out" ? "yes" : "";
  // Quick saves are not announced one by one.
  if ((how !== "saving" || line.dataset.lost) && line.textContent !== said) line.textContent = said;
}

// -- keys ------------------------------------------------------------------------------

const focusOn = (id) => byId(id)?.focus();
const acts = {
  Enter: save, Escape: leave, x: skip, u: () => turn(true), r: () => turn(false),
  ArrowUp: () => move(-1), ArrowDown: () => move(1), ArrowLeft: (far) => marks.move(-1, far), ArrowRight: (far) => marks.move(1, far),
  "[": () => marks.edge("start"), "]": () => marks.edge("end"), "/": marks.split, m: marks.merge, 0: marks.whole,
  ",": () => choosePart(state.draft.part - 1), ".": () => choosePart(state.draft.part + 1),
  f: () => flip("strength", ["firm", "soft"]), k: () => flip("kind", ["action", "outcome"]),
  p: () => focusOn("field-parties"), i: () => focusOn("field-issue"), d: () => focusOn("field-deadline"), q: () => focusOn("field-quantity"),
  g: printed, t: () => focusOn("note"), w: () => byId("twins")?.click(), "?": showHelp,
  ...Object.fromEntries(Object.entries(keys).map(([code, key]) => [key, () => choose(code)])),
};

function flip(name, values) {
  if (state.draft.label !== "commitment") return;
  const value = state.draft.parts[state.draft.part][name] === values[0] ? values[1] : values[0];
  change((draft) => { draft.parts[draft.part][name] = value; }, t(value));
}

async function printed() {
  if (!byId("page-open")) return;
  const trouble = await showPage(byId("page"), state.sheet, unit(), start.round);
  if (trouble) tell(trouble);
}

function showHelp() {
  help(byId("help"), start.codebook, keys, keysOn(), keysTurned);
}

listen(acts, { save, turn, finished: () => state.finished, home: byId("panel") });
byId("page-open")?.addEventListener("click", printed);
byId("help-open").addEventListener("click", showHelp);
byId("order").value = state.order;
byId("order").addEventListener("change", async (event) => {
  state.order = event.target.value;
  await line();
  first();
});

// -- begin -----------------------------------------------------------------------------

open(start.sheet);
await line();
if (!state.sheet.units.length) byId("panel").replaceChildren(el("p", {}, t("This text has no units.")));
else {
  go(state.line.find(waits) ?? state.line[0] ?? 0);
  byId("panel").focus({ preventScroll: true });
}
outbox.flush();
document.documentElement.dataset.ready = "yes";
