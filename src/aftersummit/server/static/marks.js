// The words of promises inside one unit: pure functions on a draft, which they change in place.
// Places are code points of the whole text; words are [start, end] pairs of the unit.
const JOINS = new Set(["and", "or", "et", "ou", "y", "e", "o", "u"]);

// Where the mark can stand: before each word, and at the end.
export function stops(words, end) {
  return [...words.map(([from]) => from), end];
}

// Where a clause seems to begin: after punctuation, and before "and" or "or".
export function clauses(words, end, slice) {
  const found = words.filter(([from, to], n) => n === 0 || /[,;:.)–—]$/.test(slice(...words[n - 1])) || JOINS.has(slice(from, to).toLowerCase()));
  return [...found.map(([from]) => from), end];
}

// The stop after (by > 0) or before a place.
export function beyond(places, place, by) {
  const further = places.filter((at) => (by > 0 ? at > place : at < place));
  return further.length ? (by > 0 ? further[0] : further[further.length - 1]) : place;
}

// The end of the last word before a place.
export function before(words, place) {
  const ends = words.map(([, to]) => to).filter((to) => to <= place);
  return ends.length ? ends[ends.length - 1] : place;
}

// Give the chosen promise other words; its neighbours make room.
export function reshape(draft, words, from, to) {
  draft.parts[draft.part] = { ...draft.parts[draft.part], start: from, end: to };
  draft.parts = draft.parts
    .map((one, n) => (n === draft.part ? one : trimmed(one, words, from, to)))
    .filter((one) => one.start < one.end)
    .sort((a, b) => a.start - b.start);
  draft.part = draft.parts.findIndex((one) => one.start === from);
}

function trimmed(one, words, from, to) {
  if (one.end <= from || one.start >= to) return one;
  if (one.start < from) return { ...one, end: before(words, from) };
  const next = words.find(([at]) => at >= to);
  return { ...one, start: next && next[0] < one.end ? next[0] : one.end };
}

export function split(draft, words, at) {
  const one = draft.parts[draft.part];
  draft.parts.splice(draft.part, 1, { ...one, end: before(words, at) }, { ...one, start: at });
  draft.part += 1;
}

export function merge(draft) {
  const { parts } = draft;
  const at = Math.min(draft.part, parts.length - 2);
  parts.splice(at, 2, { ...parts[at], end: parts[at + 1].end });
  draft.part = at;
}
