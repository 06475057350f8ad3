// The panel beside the text: proposal, labels with their rules, a form for each promise, note.
import { el, number, t } from "./words.js";

export function emptyPart(unit) {
  return { start: unit.start, end: unit.end, parties: [], strength: "", kind: "", issue: "", deadline: "", quantity: "" };
}

// A part as the server tells it, as the form holds it.
export function drafted(part) {
  return {
    start: part.span.start,
    end: part.span.end,
    parties: part.parties,
    strength: part.strength ?? "",
    kind: part.kind ?? "",
    issue: part.issue,
    deadline: part.deadline?.text ?? "",
    quantity: part.quantity?.text ?? "",
  };
}

export class Form {
  constructor(host, codebook, keys, acts) {
    this.host = host;
    this.codebook = codebook;
    this.keys = keys;
    this.acts = acts;
    this.names = new Map(codebook.parties);
    this.terms = new Map(codebook.labels.map((term) => [term.code, term]));
  }

  show(view) {
    const focused = this.host.contains(document.activeElement) ? document.activeElement.id : "";
    this.view = view;
    const own = view.mine ? [
      this.proposal(view),
      this.labels(view),
      this.rule(view),
      ...(view.label === "commitment" ? this.parts(view) : []),
      this.note(view),
      ...(view.twins ? [this.twins(view)] : []),
    ] : [];
    this.host.replaceChildren(...[
      this.heading(view),
      view.before ? this.before(view.before) : null,
      ...own,
      this.buttons(view),
    ].filter(Boolean));
    if (focused) (document.getElementById(focused) ?? this.host).focus({ preventScroll: true });
  }

  // A line for the eyes; what is read aloud stands elsewhere.
  hint(words) {
    const line = document.getElementById("hint");
    if (line) line.textContent = words;
  }

  // On a narrow page the form's beginning comes back under the text.
  top(calm) {
    const place = this.host.parentElement.getBoundingClientRect().top;
    if (place < 0) scrollTo({ top: scrollY + place, behavior: calm ? "auto" : "smooth" });
    this.host.scrollTop = 0;
  }

  // Nothing is left: what there is to do now.
  finish(words, skipped, away, href) {
    const link = away ? el("a", { href, class: "onward" }, t("Go on with {what}", { what: away })) : el("a", { href: "/work/", class: "onward" }, t("Choose another document"));
    this.host.replaceChildren(
      el("h2", {}, words),
      el("p", { class: "onwards" },
        skipped ? el("button", { type: "button", id: "skipped", onclick: () => this.acts.skipped() }, t("Go through what was skipped: {n}", { n: number(skipped) })) : null,
        link),
      el("p", { class: "meta" }, el("kbd", {}, "U"), " ", t("undoes"), " · ", el("kbd", {}, "↑"), " ", t("shows a unit again")));
  }

  label(code) {
    return t(this.terms.get(code)?.name ?? code);
  }

  heading(view) {
    return el("div", { class: "panel-head" },
      el("h2", {}, t("Unit {n} of {of}", { n: number(view.number), of: number(view.of) })),
      view.head ? el("p", { class: "head-clause", lang: view.language }, view.head) : null);
  }

  before(code) {
    const words = code.verdict === "skip" ? t("Skipped by {name}", { name: code.coder })
      : t("Coded by {name}: {label}", { name: code.coder, label: this.label(code.label) });
    return el("p", { class: "meta" }, words);
  }

  proposal(view) {
    if (!view.proposal) return view.blind ? el("p", { class: "meta proposal" }, t("The machine’s proposal is hidden in this round.")) : null;
    const { label, chance, why, parts } = view.proposal;
    const found = view.label ? [] : parts;
    return el("div", { class: "proposal" },
      el("p", {}, t("The machine proposes: "), el("b", {}, this.label(label)), ` ${number(chance * 100)} %`),
      found.length ? el("ul", { class: "found" }, found.map((part) => el("li", {}, ...this.found(part, view)))) : null,
      why.length ? el("details", {}, el("summary", {}, t("Why")),
        el("ul", { lang: "en" }, why.map((reason) => el("li", {}, reason)))) : null);
  }

  // What Enter would take: a promise's own words where it is not the whole unit, and its fields.
  found(part, view) {
    const said = [this.named(part.parties), part.strength && t(part.strength), part.kind && t(part.kind), this.issue(part.issue)];
    const own = [part.deadline, part.quantity].filter(Boolean).map((words) => el("q", { lang: view.language }, words));
    const all = [...said.filter(Boolean), ...own].flatMap((one, n) => (n ? [" · ", one] : [one]));
    const whole = part.start <= view.whole.start && part.end >= view.whole.end;
    return whole ? all : [el("q", { lang: view.language }, view.slice(part)), ": ", ...all];
  }

  issue(code) {
    const term = this.codebook.issues.find((one) => one.code === code);
    return term ? t(term.name) : "";
  }

  labels(view) {
    return el("div", { class: "labels", role: "group", "aria-label": t("Label") },
      this.codebook.labels.map((term) => {
        const key = this.keys[term.code];
        return el("button", {
          type: "button", id: `label-${term.code}`, class: "label-button",
          "aria-pressed": String(view.label === term.code), "aria-keyshortcuts": key,
          onclick: this.act(() => this.acts.label(term.code)),
          onmouseenter: () => this.consider(term.code), onfocus: () => this.consider(term.code),
          onmouseleave: () => this.consider(""),
        }, el("kbd", { "aria-hidden": "true" }, key.toUpperCase()), " ", t(term.name));
      }));
  }

  // After a click of the mouse the keys are the form's again, so that Enter saves; somebody who
  // pressed a button by keys stays on it.
  act(what) {
    return (event) => {
      what();
      if (event.detail) this.host.focus({ preventScroll: true });
    };
  }

  rule(view) {
    const box = el("div", { class: "rule", id: "rule" });
    this.fillRule(box, view.label || view.proposal?.label || "");
    return box;
  }

  consider(code) {
    const box = document.getElementById("rule");
    if (box) this.fillRule(box, code || this.view.label || this.view.proposal?.label || "");
  }

  fillRule(box, code) {
    const term = this.codebook.labels.find((one) => one.code === code);
    box.replaceChildren(term
      ? el("p", {}, el("b", {}, t(term.name), t(": ")), t(term.meaning))
      : el("p", {}, t(this.codebook.unit_rule)));
  }

  parts(view) {
    const many = view.parts.length > 1;
    const tabs = many ? [el("div", { class: "part-tabs", role: "group", "aria-label": t("Promises in this unit") },
      view.parts.map((_, n) => el("button", {
        type: "button", id: `part-${n}`, "aria-pressed": String(n === view.part), onclick: this.act(() => this.acts.choosePart(n)),
      }, t("Promise {n}", { n: n + 1 }))))] : [];
    return [el("fieldset", { class: "part-form" },
      el("legend", {}, many ? t("Promise {n}", { n: view.part + 1 }) : t("What is promised")),
      ...tabs,
      many ? el("p", { class: "part-words", lang: view.language }, view.partWords) : null,
      ...this.fields(view, view.parts[view.part]),
      el("details", { open: many || view.caret !== null }, el("summary", {}, t("Words of this promise")), this.wordTools(view)))];
  }

  wordTools(view) {
    const { marks } = this.acts;
    const tool = (id, words, key, act, off = false) => el("button", {
      type: "button", id, class: "tool", "aria-keyshortcuts": key, disabled: off, onclick: this.act(act),
    }, words, " ", el("kbd", { "aria-hidden": "true" }, key));
    return el("div", { class: "word-tools", role: "group", "aria-label": t("Words of this promise") },
      tool("mark-left", t("Mark left"), "←", () => marks.move(-1)),
      tool("mark-right", t("Mark right"), "→", () => marks.move(1)),
      tool("begin-here", t("Begin here"), "[", () => marks.edge("start"), view.caret === null),
      tool("end-here", t("End here"), "]", () => marks.edge("end"), view.caret === null),
      tool("split-here", t("Split here"), "/", () => marks.split(), view.caret === null),
      tool("merge", t("Merge with next"), "M", () => marks.merge(), view.parts.length < 2),
      tool("whole", t("Whole unit"), "0", () => marks.whole()));
  }

  fields(view, part) {
    const set = (field) => (event) => this.acts.field(field, event.target.value);
    const text = (field, name, key) => el("label", {}, el("span", {}, name, " ", el("kbd", { "aria-hidden": "true" }, key)),
      el("input", { id: `field-${field}`, value: part[field], autocomplete: "off", maxlength: 300, oninput: set(field) }));
    const radio = (field, name, key, values) => el("fieldset", { class: "choice" }, el("legend", {}, name, " ", el("kbd", { "aria-hidden": "true" }, key)),
      values.map((value) => el("label", { class: "tick" },
        el("input", { type: "radio", id: `field-${field}-${value}`, name: `field-${field}`, value, checked: part[field] === value, onchange: set(field) }),
        " ", t(value))));
    const who = el("input", {
      id: "field-parties", value: part.parties.join(", "), autocomplete: "off", spellcheck: "false",
      "aria-describedby": "parties-names",
      oninput: (event) => { this.acts.parties(event.target.value); names.textContent = this.named(this.view.parts[this.view.part].parties); },
    });
    const names = el("span", { class: "meta", id: "parties-names" }, this.named(part.parties));
    const issue = el("select", { id: "field-issue", onchange: set("issue") },
      el("option", { value: "" }, "–"),
      this.issues().map(([code, name]) => el("option", { value: code, selected: code === part.issue }, name)));
    return [
      el("div", { class: "pair" }, radio("strength", t("How firmly"), "F", ["firm", "soft"]), radio("kind", t("Kind"), "K", ["action", "outcome"])),
      el("div", { class: "pair" },
        el("label", {}, el("span", {}, t("Who is bound"), " ", el("kbd", { "aria-hidden": "true" }, "P")), who, names),
        el("label", {}, el("span", {}, t("Issue"), " ", el("kbd", { "aria-hidden": "true" }, "I")), issue)),
      el("div", { class: "pair" }, text("deadline", t("Deadline, in its words"), "D"), text("quantity", t("Amount, in its words"), "Q")),
    ];
  }

  issues() {
    const named = this.codebook.issues.map((term) => [term.code, t(term.name)]);
    return named.sort((one, other) => one[1].localeCompare(other[1], document.documentElement.lang));
  }

  named(codes) {
    return codes.map((code) => (code === "all" ? t("everybody who issued it") : this.names.get(code) ?? code)).join(", ");
  }

  note(view) {
    return el("label", { class: "note-field" }, el("span", {}, t("Note"), " ", el("kbd", { "aria-hidden": "true" }, "T")),
      el("textarea", { id: "note", rows: 2, maxlength: 4000, oninput: (event) => this.acts.note(event.target.value) }, view.note));
  }

  twins(view) {
    return el("label", { class: "tick twins" },
      el("input", { type: "checkbox", id: "twins", checked: view.withTwins, onchange: () => this.acts.twins() }), " ",
      view.twins === 1 ? t("One more unit reads the same: decide it too") : t("{n} more units read the same: decide them too", { n: view.twins }),
      " ", el("kbd", { "aria-hidden": "true" }, "W"));
  }

  buttons(view) {
    const save = view.label ? t("Save, and show the next") : view.proposal ? t("Take the proposal, show the next") : t("Choose a label first");
    const button = (id, words, key, shown, act, kind = null) => el("button", {
      type: "button", id, class: kind, "aria-keyshortcuts": key, onclick: this.act(act),
    }, words, " ", el("kbd", { "aria-hidden": "true" }, shown));
    return el("div", { class: "buttons" },
      el("p", { id: "hint", class: "hint", "aria-hidden": "true" }),
      view.mine ? button("save", save, "Enter", "↵", () => this.acts.save(), "main") : null,
      view.mine ? button("skip", t("Skip"), "x", "X", () => this.acts.skip()) : null,
      button("undo", t("Undo"), "u", "U", () => this.acts.undo()),
      button("redo", t("Redo"), "r", "R", () => this.acts.redo()),
      button("previous", t("Previous"), "ArrowUp", "↑", () => this.acts.step(-1)),
      button("next", t("Next"), "ArrowDown", "↓", () => this.acts.step(1)));
  }
}
