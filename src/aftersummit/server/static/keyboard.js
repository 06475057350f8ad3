// One key for each act of the coding screen.

// What the keys still do when everything is coded: nothing is lit that they could change.
const ALWAYS = new Set(["ArrowUp", "ArrowDown", "u", "r", "?"]);

const PREFERRED = { commitment: "c", stance: "s", call: "h", none: "n" };
export function keysOf(labels) {
  return Object.fromEntries(labels.map((term, n) => [term.code, PREFERRED[term.code] ?? String(n + 1)]));
}

// Single keys can be turned off, for speech input.
export const keysOn = () => localStorage.getItem("aftersummit-keys") !== "off";
export const keysTurned = (on) => localStorage.setItem("aftersummit-keys", on ? "on" : "off");

export function listen(acts, { save, turn, finished, home }) {
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const field = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (event.ctrlKey || event.metaKey) return together(event, field);
    if (event.altKey) return;
    if (field) return typed(event, field);
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!keysOn() && name !== "?") return;
    if (name === "Enter" && event.target.closest("button, a, summary")) return;
    if (name.startsWith("Arrow") && event.target.matches("input[type=radio]")) return;
    if (!acts[name] || (finished() && !ALWAYS.has(name))) return;
    event.preventDefault();
    acts[name](event.shiftKey);
  });

  function together(event, field) {
    const undo = event.key.toLowerCase() === "z" && !field;
    if (!undo && event.key !== "Enter") return;
    event.preventDefault();
    if (undo) turn(!event.shiftKey);
    else if (!finished()) save();
  }

  // Inside a field letters are letters; Escape and Enter lead back.
  function typed(event, field) {
    if (event.key !== "Escape" && (event.key !== "Enter" || field.tagName === "TEXTAREA")) return;
    event.preventDefault();
    home.focus();
  }
}
