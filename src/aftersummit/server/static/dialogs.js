// What the keys do, and what to do when somebody was faster.
import { el, t } from "./words.js";

export function help(dialog, codebook, keys, on, toggle) {
  const rows = [
    ...codebook.labels.map((term) => [keys[term.code].toUpperCase(), term.code === "commitment" ? t("a commitment: opens its form") : `${t(term.name)}${t(": ")}${t("saves it and shows the next")}`]),
    ["Enter", t("saves what is chosen, or takes the machine’s proposal")],
    ["X", t("skips the unit")],
    ["U R", t("undo, redo: every step, without limit")],
    ["Esc", t("leaves a field; leaves what was begun on a unit")],
    ["↑ ↓", t("the unit before, the unit after")],
    ["← →", t("moves the mark between words; with Shift, to the next clause")],
    ["[ ] /", t("the promise begins here, ends here, is split here")],
    ["M 0", t("merges with the next promise, takes the whole unit")],
    [", .", t("the promise before, the promise after")],
    ["F K", t("turns firm and soft, action and outcome")],
    ["P I D Q", t("parties, issue, deadline, amount")],
    ["T", t("the note; Escape comes back")],
    ["G", t("the printed page of a PDF")],
    ["W", t("decides the units that read the same, too")],
  ];
  dialog.replaceChildren(
    el("h2", { id: "help-title" }, t("Keys")),
    el("dl", { class: "keys" }, rows.flatMap(([key, words]) => [el("dt", {}, ...key.split(" ").map((one) => el("kbd", {}, one))), el("dd", {}, words)])),
    el("p", {}, el("label", { class: "tick" }, el("input", { type: "checkbox", id: "keys-on", checked: on, onchange: (event) => toggle(event.target.checked) }), " ", t("Single keys work (turn off for speech input)"))),
    el("p", {}, t("You can also drag over words in the text to mark a promise, or click where the mark shall stand.")),
    el("form", { method: "dialog" }, el("button", { class: "main" }, t("Close"))));
  dialog.showModal();
}

// Resolves to "theirs" or "mine".
export function clash(dialog, item, error) {
  const theirs = error.present ? `${error.present.coder}${t(": ")}${t(error.present.label || "skipped")}` : t("nothing: it was taken back");
  return new Promise((done) => {
    const choose = (what) => () => { dialog.close(); done(what); };
    dialog.replaceChildren(
      el("h2", { id: "clash-title" }, t("Somebody coded this unit before you")),
      el("p", {}, t("There stands now: "), el("b", {}, theirs)),
      el("p", {}, t("You said: "), el("b", {}, t(item.body.label || "skipped")), item.body.note ? ` (${item.body.note})` : ""),
      el("p", { class: "buttons" },
        el("button", { type: "button", class: "main", onclick: choose("theirs") }, t("Leave theirs")),
        el("button", { type: "button", onclick: choose("mine") }, t("Save mine over it"))));
    dialog.oncancel = () => done("theirs");
    dialog.showModal();
  });
}
