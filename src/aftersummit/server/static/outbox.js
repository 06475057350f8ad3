// What a coder did, until the server has it. Every item is kept in the browser's storage under a
// name of its own, so that a lost connection, a closed tab or a restarted server loses nothing
// and two tabs cannot overwrite each other. The server knows an item by its key: sent twice, it
// is kept once.
const WAITS = [500, 1000, 2000, 4000, 8000, 15000];

export class Outbox {
  constructor(coder, token, tell) {
    this.prefix = `aftersummit-outbox:${coder}:`;
    this.coder = coder;
    this.token = token;
    this.tell = tell;
    this.failures = 0;
    this.busy = false;
    this.timer = 0;
    this.state = "saved";
    this.mine = new Set();
    addEventListener("online", () => this.flush());
  }

  items() {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(this.prefix)).sort();
    return names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }));
  }

  add(path, body) {
    const key = crypto.randomUUID ? crypto.randomUUID() : fallbackKey();
    const item = { path, body: { ...body, key } };
    const name = `${this.prefix}${Date.now().toString().padStart(15, "0")}-${String(this.mine.size).padStart(6, "0")}-${key}`;
    localStorage.setItem(name, JSON.stringify(item));
    this.mine.add(name);
    this.flush();
    return key;
  }

  drop(name) {
    localStorage.removeItem(name);
  }

  rewrite(name, item) {
    const { name: _, ...kept } = item;
    localStorage.setItem(name, JSON.stringify(kept));
  }

  // Later items on the same unit were made after seeing the earlier one's outcome.
  follow(unit, number) {
    for (const item of this.items()) {
      if (item.body.unit === unit && item.body.saw !== undefined) {
        item.body.saw = number;
        this.rewrite(item.name, item);
      }
    }
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    try {
      for (let item = this.items()[0]; item; item = this.items()[0]) {
        this.show("saving");
        const answer = await this.send(item);
        if (answer === null) return this.later("offline");
        if (answer.status === 401) return this.later("signed-out");
        if (answer.status === 403 && (await this.refresh())) continue;
        if (answer.status >= 500 || answer.status === 429) return this.later("offline");
        const told = await answer.json().catch(() => ({}));
        this.drop(item.name);
        this.failures = 0;
        if (answer.ok) {
          for (const code of told.codes ?? []) this.follow(code.unit, code.number);
          this.tell("done", item, told);
        } else {
          this.tell(told.error?.code === "stale" ? "stale" : "refused", item, told.error ?? {});
        }
      }
      this.show("saved");
    } finally {
      this.busy = false;
    }
  }

  async send(item) {
    try {
      return await fetch(item.path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": this.token },
        body: JSON.stringify(item.body),
      });
    } catch {
      return null;
    }
  }

  // A new session has a new token; it is only taken for the same person.
  async refresh() {
    try {
      const me = await (await fetch("/api/me")).json();
      if (me.name !== this.coder || me.token === this.token) return false;
      this.token = me.token;
      return true;
    } catch {
      return false;
    }
  }

  later(state) {
    this.show(state);
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(async () => {
      if (this.state === "signed-out") await this.refresh();
      this.flush();
    }, wait);
  }

  show(state) {
    this.state = state;
    this.tell("state", null, { state, waiting: this.items().length });
  }
}

function fallbackKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
