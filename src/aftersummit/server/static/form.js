// The panel beside the text: proposal, labels with their rules, a form for each promise, note.
import { el, t } from "./words.js";

const FIELDS = ["parties", "strength", "kind", "issue", "deadline", "quantity"];

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
    this.host.replaceChildren(
      this.heading(view),
      ...(view.before ? [this.before(view.before)] : []),
      this.proposal(view),
      this.labels(view),
      this.rule(view),
      ...(view.label === "commitment" ? this.parts(view) : []),
      this.note(view),
      ...(view.twins ? [this.twins(view)] : []),
      this.buttons(view),
    );
    if (focused) (document.getElementById(focused) ?? this.host).focus({ preventScroll: true });
  }

  label(code) {
    return t(this.terms.get(code)?.name ?? code);
  }

  heading(view) {
    return el("div", { class: "panel-head" },
      el("h2", {}, t("Unit {n} of {of}", { n: view.number, of: view.of })),
      view.head ? el("p", { class: "head-clause", lang: view.language }, view.head) : null,
      el("p", { class: "phone-unit", lang: view.language }, view.words));
  }

  before(code) {
    const words = code.verdict === "skip" ? t("Skipped by {name}", { name: code.coder })
      : t("Coded by {name}: {label}", { name: code.coder, label: this.label(code.label) });
    return el("p", { class: "meta" }, words);
  }

  proposal(view) {
    if (!view.proposal) return el("p", { class: "meta proposal" }, t("The machine’s proposal is hidden in this round."));
    const { label, chance, why } = view.proposal;
    const line = el("p", { class: "proposal" }, t("The machine proposes: "), el("b", {}, this.label(label)),
      ` ${Math.round(chance * 100)} %`);
    if (!why.length) return line;
    return el("div", { class: "proposal" }, line, el("details", {}, el("summary", {}, t("Why")),
      el("ul", { lang: "en" }, why.map((reason) => el("li", {}, reason)))));
  }

  labels(view) {
    return el("div", { class: "labels", role: "group", "aria-label": t("Label") },
      this.codebook.labels.map((term) => {
        const key = this.keys[term.code];
        return el("button", {
          type: "button", id: `label-${term.code}`, class: "label-button",
          "aria-pressed": String(view.label === term.code), "aria-keyshortcuts": key,
          onclick: () => this.acts.label(term.code),
          onmouseenter: () => this.consider(term.code), onfocus: () => this.consider(term.code),
          onmouseleave: () => this.consider(""),
        }, el("kbd", { "aria-hidden": "true" }, key.toUpperCase()), " ", t(term.name));
      }));
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
      ? el("p", {}, el("b", {}, t(term.name), ": "), t(term.meaning))
      : el("p", {}, t(this.codebook.unit_rule)));
  }

  parts(view) {
    const many = view.parts.length > 1;
    const tabs = many ? [el("div", { class: "part-tabs", role: "group", "aria-label": t("Promises in this unit") },
      view.parts.map((_, n) => el("button", {
        type: "button", id: `part-${n}`, "aria-pressed": String(n === view.part), onclick: () => this.acts.choosePart(n),
      }, t("Promise {n}", { n: n + 1 }))))] : [];
    return [el("fieldset", { class: "part-form" },
      el("legend", {}, many ? t("Promise {n}", { n: view.part + 1 }) : t("What is promised")),
      ...tabs,
      many ? el("p", { class: "part-words", lang: view.language }, view.partWords) : null,
      ...this.fields(view, view.parts[view.part]),
      el("details", { open: many || view.caret !== null }, el("summary", {}, t("Words of this promise")), this.wordTools(view)))];
  }

  wordTools(view) {
    const tool = (id, words, key, act, off = false) => el("button", {
      type: "button", id, class: "tool", "aria-keyshortcuts": key, disabled: off, onclick: act,
    }, words, " ", el("kbd", { "aria-hidden": "true" }, key));
    return el("div", { class: "word-tools", role: "group", "aria-label": t("Words of this promise") },
      tool("mark-left", t("Mark left"), "←", () => this.acts.caret(-1)),
      tool("mark-right", t("Mark right"), "→", () => this.acts.caret(1)),
      tool("begin-here", t("Begin here"), "[", () => this.acts.edge("start"), view.caret === null),
      tool("end-here", t("End here"), "]", () => this.acts.edge("end"), view.caret === null),
      tool("split-here", t("Split here"), "/", () => this.acts.split(), view.caret === null),
      tool("merge", t("Merge with next"), "M", () => this.acts.merge(), view.parts.length < 2),
      tool("whole", t("Whole unit"), "0", () => this.acts.whole()));
  }

  fields(view, part) {
    const set = (field) => (event) => this.acts.field(field, event.target.value);
    const text = (field, name, key) => el("label", {}, el("span", {}, name, " ", el("kbd", { "aria-hidden": "true" }, key)),
      el("input", { id: `field-${field}`, value: part[field], autocomplete: "off", maxlength: 300, oninput: set(field) }));
    const radio = (field, name, values) => el("fieldset", { class: "choice" }, el("legend", {}, name),
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
      this.codebook.issues.map((term) => el("option", { value: term.code, selected: term.code === part.issue }, t(term.name))));
    return [
      el("div", { class: "pair" }, radio("strength", t("How firmly"), ["firm", "soft"]), radio("kind", t("Kind"), ["action", "outcome"])),
      el("div", { class: "pair" },
        el("label", {}, el("span", {}, t("Who is bound"), " ", el("kbd", { "aria-hidden": "true" }, "P")), who, names),
        el("label", {}, el("span", {}, t("Issue"), " ", el("kbd", { "aria-hidden": "true" }, "I")), issue)),
      el("div", { class: "pair" }, text("deadline", t("Deadline, in its words"), "D"), text("quantity", t("Amount, in its words"), "Q")),
    ];
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
    return el("div", { class: "buttons" },
      el("button", { type: "button", id: "save", class: "main", "aria-keyshortcuts": "Enter", onclick: () => this.acts.save() }, save, " ", el("kbd", { "aria-hidden": "true" }, "↵")),
      el("button", { type: "button", id: "skip", "aria-keyshortcuts": "x", onclick: () => this.acts.skip() }, t("Skip"), " ", el("kbd", { "aria-hidden": "true" }, "X")),
      el("button", { type: "button", id: "undo", "aria-keyshortcuts": "u", onclick: () => this.acts.step("undo") }, t("Undo"), " ", el("kbd", { "aria-hidden": "true" }, "U")),
      el("button", { type: "button", id: "redo", "aria-keyshortcuts": "r", onclick: () => this.acts.step("redo") }, t("Redo"), " ", el("kbd", { "aria-hidden": "true" }, "R")),
      el("button", { type: "button", id: "previous", "aria-keyshortcuts": "ArrowUp", onclick: () => this.acts.move(-1) }, t("Previous"), " ", el("kbd", { "aria-hidden": "true" }, "↑")),
      el("button", { type: "button", id: "next", "aria-keyshortcuts": "ArrowDown", onclick: () => this.acts.move(1) }, t("Next"), " ", el("kbd", { "aria-hidden": "true" }, "↓")));
  }
}

export { FIELDS };
