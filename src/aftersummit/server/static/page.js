// The page on which a unit was printed, with a box round each of its lines.
import { el, t } from "./words.js";

export async function showPage(dialog, sheet, unit, round) {
  const asked = await fetch(`/api/places/${sheet.document.ref}?start=${unit.start}&end=${unit.end}`).catch(() => null);
  if (!asked?.ok) return t("The page cannot be shown.");
  const { pages, boxes } = await asked.json();
  if (!pages.length) return t("The page cannot be shown.");
  dialog.replaceChildren(
    el("h2", { id: "page-title" }, t("Page {n}", { n: pages.map(([number]) => number).join(", ") })),
    ...pages.map((page) => drawn(sheet, page, boxes, round)),
    el("form", { method: "dialog" }, el("button", { class: "main" }, t("Close"))));
  dialog.showModal();
  dialog.querySelector("rect")?.scrollIntoView({ block: "center" });
  return "";
}

function drawn(sheet, [number, width, height], boxes, round) {
  const query = new URLSearchParams({ number, round });
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-hidden", "true");
  for (const box of boxes.filter((one) => one.page === number)) {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of [["x", box.left - 1], ["y", box.top - 1], ["width", box.right - box.left + 2], ["height", box.bottom - box.top + 2]]) rect.setAttribute(name, value);
    svg.append(rect);
  }
  const picture = el("img", { src: `/api/pages/${sheet.document.ref}?${query}`, alt: t("Page {n} of the document as printed", { n: number }), width: Math.round(width), height: Math.round(height) });
  return el("div", { class: "printed" }, picture, svg);
}
