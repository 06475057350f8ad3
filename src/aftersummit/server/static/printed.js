// The printed page of a passage, on the evidence screen.
import { showPage } from "./page.js";
import { speak } from "./words.js";

const button = document.getElementById("page-open");
speak(JSON.parse(document.getElementById("words").textContent));
button?.addEventListener("click", async () => {
  const { document: ref, start, end } = button.dataset;
  const trouble = await showPage(document.getElementById("page"), { document: { ref } }, { start, end }, "");
  if (trouble) button.after(` ${trouble}`);
});
