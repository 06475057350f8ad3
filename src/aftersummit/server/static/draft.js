// What a coder has begun on one unit and not saved: kept in the browser, and undone step by step.
export class Drafts {
  constructor(prefix) {
    this.prefix = prefix;
    this.past = [];
    this.future = [];
    this.typing = "";
  }

  // Another unit: its steps are its own.
  begin(ref) {
    this.name = this.prefix + ref;
    this.past = [];
    this.future = [];
    this.typing = "";
    const kept = localStorage.getItem(this.name);
    return kept ? JSON.parse(kept) : null;
  }

  // Call before a change. Letters typed into one field are one step.
  step(draft, field = "") {
    if (field && field === this.typing) return;
    this.typing = field;
    this.past.push(JSON.stringify(draft));
    this.future = [];
  }

  keep(draft) {
    localStorage.setItem(this.name, JSON.stringify(draft));
  }

  // The draft one step back (or forward), null where there is none.
  turn(draft, back) {
    const [from, to] = back ? [this.past, this.future] : [this.future, this.past];
    if (!from.length) return null;
    to.push(JSON.stringify(draft));
    this.typing = "";
    const found = JSON.parse(from.pop());
    if (this.past.length) this.keep(found);
    else localStorage.removeItem(this.name);
    return found;
  }

  put(ref, draft) {
    localStorage.setItem(this.prefix + ref, JSON.stringify(draft));
  }

  drop(ref) {
    localStorage.removeItem(this.prefix + ref);
  }
}
