// The document as it reads, with the current unit lit in place.
import { el } from "./words.js";
import { offsetIn } from "./points.js";

export class Reading {
  // acts: mark(from, to) for words that were dragged over, place(at) for a click inside the lit
  // unit, choose(n) for a click on another.
  constructor(host, letters, acts) {
    this.host = host;
    this.letters = letters;
    this.acts = acts;
    this.now = null;
    host.addEventListener("pointerup", () => setTimeout(() => this.marked(), 0));
    host.addEventListener("click", (event) => {
      const unit = event.target.closest(".unit");
      if (!unit || !getSelection().isCollapsed) return;
      if (unit !== this.now) acts.choose(Number(unit.dataset.at));
      else this.clicked(event);
    });
  }

  show(sheet, points) {
    this.sheet = sheet;
    this.points = points;
    this.now = null;
    const blocks = sheet.blocks.map(([kind], at) => {
      const tag = kind === "heading" ? "h2" : "p";
      return el(tag, { class: kind === "bullet" || kind === "item" ? "item" : null, "data-block": at });
    });
    this.spans = sheet.units.map((unit, at) => {
      const span = el("span", { class: unit.mine ? "unit" : "unit theirs", "data-at": at });
      span.textContent = points.slice(unit.start, unit.end);
      const block = blocks[unit.block];
      if (block.childNodes.length) block.append(" ");
      block.append(span);
      return span;
    });
    this.host.replaceChildren(...blocks.filter((block) => block.childNodes.length));
    this.host.lang = sheet.document.language;
    for (const [ref, code] of Object.entries(sheet.codes)) this.letter(this.index(ref), code);
  }

  index(ref) {
    this.places ??= new Map();
    if (this.placesOf !== this.sheet) {
      this.placesOf = this.sheet;
      this.places = new Map(this.sheet.units.map((unit, at) => [unit.ref, at]));
    }
    return this.places.get(ref) ?? -1;
  }

  // A small letter after a unit says how it was coded.
  letter(at, code) {
    const span = this.spans[at];
    if (!span) return;
    const label = code?.verdict === "code" || code?.verdict === "adjudicate" ? code.label : "";
    span.dataset.code = label ? this.letters[label] ?? "?" : code?.verdict === "skip" ? "–" : "";
    span.classList.toggle("coded", Boolean(label));
    span.classList.toggle("promised", label === "commitment");
  }

  // Light a unit, with its parts marked and the caret between words where there is one.
  light(at, parts = [], current = -1, caret = null) {
    if (this.now) this.plain(this.now);
    const span = this.spans[at];
    this.now = span;
    span.classList.add("now");
    span.setAttribute("aria-current", "true");
    const unit = this.sheet.units[at];
    span.replaceChildren(...this.pieces(unit, parts, current, caret));
    const head = this.host.querySelector(".leads");
    head?.classList.remove("leads");
    if (unit.head) this.headOf(unit)?.classList.add("leads");
  }

  headOf(unit) {
    const at = this.sheet.units.findIndex((one) => one.start <= unit.head[0] && unit.head[0] < one.end);
    return this.spans[at];
  }

  plain(span) {
    const unit = this.sheet.units[Number(span.dataset.at)];
    span.classList.remove("now");
    span.removeAttribute("aria-current");
    span.textContent = this.points.slice(unit.start, unit.end);
  }

  pieces(unit, parts, current, caret) {
    const cuts = new Set([unit.start, unit.end]);
    for (const part of parts) cuts.add(part.start).add(part.end);
    if (caret !== null) cuts.add(caret);
    const edges = [...cuts].sort((a, b) => a - b);
    const made = [];
    for (let n = 0; n < edges.length; n += 1) {
      if (caret === edges[n]) made.push(el("span", { class: "caret", "aria-hidden": "true" }));
      if (n + 1 === edges.length) break;
      const [start, end] = [edges[n], edges[n + 1]];
      const inside = parts.findIndex((part) => part.start <= start && end <= part.end);
      const words = this.points.slice(start, end);
      made.push(inside < 0 ? words : el("mark", { class: inside === current ? "part chosen" : "part" }, words));
    }
    return made;
  }

  reveal(at, calm) {
    const box = this.spans[at].getBoundingClientRect();
    const host = this.host.getBoundingClientRect();
    const inside = this.host.scrollHeight > this.host.clientHeight + 4;
    if (inside) {
      // A glide shows where the eye has to go; over more than a page it would only take time.
      const by = box.top - host.top - this.host.clientHeight / 3;
      const glide = !calm && Math.abs(by) < this.host.clientHeight;
      this.host.scrollTo({ top: this.host.scrollTop + by, behavior: glide ? "smooth" : "auto" });
    } else if (box.top < 80 || box.bottom > innerHeight - 40) {
      scrollTo({ top: scrollY + box.top - innerHeight / 3, behavior: calm ? "auto" : "smooth" });
    }
  }

  clicked(event) {
    const point = pointAt(event.clientX, event.clientY);
    if (!point || !this.now.contains(point[0])) return;
    const unit = this.sheet.units[Number(this.now.dataset.at)];
    this.acts.place(unit.start + offsetIn(this.now, ...point));
  }

  // Words that were dragged over inside the current unit, widened to whole words.
  marked() {
    const selection = getSelection();
    if (!this.now || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!this.now.contains(range.startContainer) || !this.now.contains(range.endContainer)) return;
    const unit = this.sheet.units[Number(this.now.dataset.at)];
    const from = unit.start + offsetIn(this.now, range.startContainer, range.startOffset);
    const to = unit.start + offsetIn(this.now, range.endContainer, range.endOffset);
    const words = this.points.words(unit.start, unit.end).filter(([start, end]) => end > from && start < to);
    if (!words.length) return;
    selection.removeAllRanges();
    this.acts.mark(words[0][0], words[words.length - 1][1]);
  }
}

function pointAt(x, y) {
  const place = document.caretPositionFromPoint?.(x, y);
  if (place) return [place.offsetNode, place.offset];
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? [range.startContainer, range.startOffset] : null;
}
