// Pages with a form: what carries a data-key is chosen, pressed or entered by that key.
import { keysOn } from "./keyboard.js";

document.addEventListener("keydown", (event) => {
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

// What is typed survives a lost page or connection, until the server says that it was saved.
const SENT = "aftersummit-sent";
if (new URLSearchParams(location.search).get("saved") && sessionStorage.getItem(SENT)) {
  localStorage.removeItem(sessionStorage.getItem(SENT));
}
sessionStorage.removeItem(SENT);
for (const area of document.querySelectorAll("textarea[data-keep]")) {
  const name = `aftersummit-typed:${area.dataset.keep}`;
  area.value ||= localStorage.getItem(name) ?? "";
  area.addEventListener("input", () => localStorage.setItem(name, area.value));
  area.form?.addEventListener("submit", () => sessionStorage.setItem(SENT, name));
}
