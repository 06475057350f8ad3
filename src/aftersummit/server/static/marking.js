// Marking the words of promises by keys and by dragging, on the coding screen's one draft.
import { before, beyond, clauses, merge, reshape, split, stops } from "./marks.js";
import { t } from "./words.js";

export function marking({ state, unit, change, draw, tell }) {
  const words = () => state.points.words(unit().start, unit().end);
  const slice = (from, to) => state.points.slice(from, to);
  const chosen = () => state.draft.parts[state.draft.part];
  const open = () => state.draft.label === "commitment";

  function put(place) {
    state.caret = place;
    const after = words().find(([from]) => from === place);
    draw();
    tell(after ? t("Mark before “{word}”", { word: slice(...after) }) : t("Mark at the end"));
  }

  function shape(from, to) {
    if (from >= to) return tell(t("A promise needs at least one word."));
    change((draft) => {
      draft.label = "commitment";
      reshape(draft, words(), from, to);
    }, t("Promise: {words}", { words: slice(from, to) }));
  }

  return {
    // One word on, or as far as the next clause.
    move(by, far = false) {
      if (!open()) return;
      const places = far ? clauses(words(), unit().end, slice) : stops(words(), unit().end);
      put(beyond(places, state.caret ?? chosen().start, by));
    },

    // A click inside the lit unit sets the mark before the word that was clicked.
    placed(place) {
      if (!open()) return;
      const starts = stops(words(), unit().end).filter((at) => at <= place);
      put(starts[starts.length - 1] ?? unit().start);
    },

    edge(which) {
      if (!open()) return;
      const { caret } = state;
      if (caret === null) return tell(t("Put the mark inside the promise first."));
      shape(which === "start" ? caret : chosen().start, which === "end" ? before(words(), caret) : chosen().end);
    },

    marked(from, to) {
      if (unit().mine) shape(from, to);
    },

    split() {
      const { caret } = state;
      if (!open()) return;
      if (caret === null || caret <= chosen().start || caret >= chosen().end) return tell(t("Put the mark inside the promise first."));
      state.caret = null;
      change((draft) => split(draft, words(), caret), t("Split into {n} promises", { n: state.draft.parts.length + 1 }));
    },

    merge() {
      if (!open() || state.draft.parts.length < 2) return;
      change(merge, t("Merged: {n} promises", { n: state.draft.parts.length - 1 }));
    },

    whole() {
      if (!open()) return;
      state.caret = null;
      change((draft) => {
        draft.parts = [{ ...draft.parts[draft.part], start: unit().start, end: unit().end }];
        draft.part = 0;
      }, t("Whole unit"));
    },
  };
}
