// One key for each act of the coding screen.

// What the keys still do when everything is coded: nothing is lit that they could change.
const ALWAYS = new Set(["ArrowUp", "ArrowDown", "u", "r", "?"]);

export function listen(acts, { save, turn, on, finished, home }) {
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const field = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (event.ctrlKey || event.metaKey) return together(event, field);
    if (event.altKey) return;
    if (field) return typed(event, field);
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!on() && name !== "?") return;
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
