// A list of any length: only the rows near the window exist.

const OVERSCAN = 12;

class VirtualList {
  constructor(draw, label) {
    this.draw = draw;
    this.rows = [];
    this.at = -1;
    this.drawn = new Map();
    this.element = h("div", { class: "rows", role: "rowgroup", "aria-label": label });
    this.element.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-at]");
      if (row) this.mark(Number(row.dataset.at));
    });
    this.element.addEventListener("click", (event) => {
      const row = event.target.closest("[data-at]");
      if (!row || event.target.closest("a, .place") || String(getSelection())) return;
      row.querySelector("a")?.click();
    });
  }

  show(rows) {
    this.rows = rows;
    this.at = -1;
    this.clear();
    this.measure();
    this.update();
  }

  clear() {
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
  }

  // Called when the window has another size: rows are taller on a phone.
  measure() {
    const height = parseFloat(getComputedStyle(this.element).getPropertyValue("--row"));
    if (height !== this.height) this.clear();
    this.height = height || 40;
    this.element.style.setProperty("height", `${this.rows.length * this.height}px`);
  }

  update() {
    if (!this.element.isConnected) return;
    const top = this.element.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / this.height) - OVERSCAN);
    const last = Math.min(
      this.rows.length,
      Math.ceil((innerHeight - top) / this.height) + OVERSCAN,
    );
    for (const [at, element] of this.drawn) {
      if ((at < first || at >= last) && !element.contains(document.activeElement)) {
        element.remove();
        this.drawn.delete(at);
      }
    }
    for (let at = first; at < last; at++) this.put(at);
  }

  put(at) {
    if (this.drawn.has(at)) return this.drawn.get(at);
    const element = this.draw(this.rows[at]);
    element.dataset.at = at;
    element.classList.add("row");
    element.classList.toggle("current", at === this.at);
    element.setAttribute("role", "row");
    element.style.setProperty("top", `${at * this.height}px`);
    this.drawn.set(at, element);
    // In the order of the list, for the Tab key.
    let after = null;
    for (const [other, drawn] of this.drawn) {
      if (other > at && (after === null || other < Number(after.dataset.at))) after = drawn;
    }
    this.element.insertBefore(element, after);
    return element;
  }

  mark(at) {
    this.drawn.get(this.at)?.classList.remove("current");
    this.at = at;
    this.drawn.get(at)?.classList.add("current");
  }

  step(by) {
    if (this.rows.length) this.select(Math.min(this.rows.length - 1, Math.max(0, this.at + by)));
  }

  select(at) {
    const element = this.put(at);
    const box = element.getBoundingClientRect();
    const covered = document.querySelector(".pinned")?.getBoundingClientRect().bottom ?? 0;
    if (box.top < covered) scrollBy(0, box.top - covered - 4);
    else if (box.bottom > innerHeight) scrollBy(0, box.bottom - innerHeight + 4);
    element.querySelector("a")?.focus({ preventScroll: true });
    this.mark(at);
    this.update();
  }

  // All rows, below each other, for paper.
  unroll() {
    for (let at = 0; at < this.rows.length; at++) this.put(at);
  }
}

// A searchable, sortable list. Its state is in the address, so that it can be sent to somebody.
//   rows, draw(row), text(row) to search in, noun
//   filters: [{ name, label, options: [[value, text]], test(row, value), chips }]
//   columns: [{ name, label, title, by(row), isNumber }]; style names the layout of rows
function listView(given, parameters) {
  const state = new URLSearchParams(parameters);
  const list = new VirtualList(given.draw, given.noun[1]);
  const total = h("p", { class: "total", role: "status" });
  const nothing = h(
    "p",
    { class: "nothing", hidden: true },
    "Nothing matches. ",
    h("button", { type: "button", onclick: () => clearAll() }, "Clear the filters"),
  );
  const search = h("input", {
    type: "search",
    class: "search",
    placeholder: "Search  /",
    "aria-label": `Search ${given.noun[1]}`,
    autocomplete: "off",
    spellcheck: "false",
    oninput: () => set("q", search.value),
  });
  const controls = given.filters.filter((f) => f.options.length > 1).map(makeControl);
  const heads = given.columns.map(makeHead);
  const pinned = h(
    "div",
    { class: "pinned" },
    h(
      "div",
      { class: "filters" },
      search,
      controls.map((control) => control.element),
      total,
    ),
    h(
      "div",
      { class: `heads ${given.style}`, role: "row" },
      heads.map((head) => head.element),
    ),
  );
  const element = h(
    "div",
    { class: `list ${given.style}`, role: "table", "aria-label": given.noun[1] },
    pinned,
    list.element,
    nothing,
  );

  function makeControl(filter) {
    if (filter.chips) {
      const chips = filter.options.map(([value, text]) => {
        const chip = h("button", { type: "button", class: `chip ${slug(value)}` }, text);
        chip.addEventListener("click", () =>
          set(filter.name, state.get(filter.name) === value ? "" : value),
        );
        return [value, chip];
      });
      const element = h(
        "span",
        { class: "chips", role: "group", "aria-label": filter.label },
        chips.map(([, chip]) => chip),
      );
      const sync = (now) =>
        chips.forEach(([value, chip]) => chip.setAttribute("aria-pressed", value === now));
      return { filter, element, sync };
    }
    const select = h(
      "select",
      { "aria-label": filter.label, onchange: () => set(filter.name, select.value) },
      h("option", { value: "" }, filter.label),
      filter.options.map(([value, text]) => h("option", { value }, text)),
    );
    const sync = (now) => {
      select.value = now;
      select.classList.toggle("set", now !== "");
    };
    return { filter, element: select, sync };
  }

  function makeHead(column) {
    const button = h(
      "button",
      { type: "button", title: column.title, onclick: () => sortBy(column.name) },
      column.label,
    );
    const element = h("span", { role: "columnheader", class: column.name }, button);
    const sync = (name, down) => {
      element.setAttribute(
        "aria-sort",
        name === column.name ? (down ? "descending" : "ascending") : "none",
      );
    };
    return { column, element, sync };
  }

  function sortBy(name) {
    // What counts starts with the most; a third click undoes it.
    const isFirstDown = Boolean(given.columns.find((one) => one.name === name).isNumber);
    const isDown = state.get("down") === "1";
    const again = state.get("sort") === name;
    const isUndone = again && isDown !== isFirstDown;
    state.set("down", !isUndone && (again ? !isDown : isFirstDown) ? "1" : "");
    set("sort", isUndone ? "" : name);
  }

  function set(name, value) {
    state.set(name, value);
    state.sort(); // one address for one selection, whatever was clicked first
    apply();
    scrollTo(0, 0);
    rememberState(given.section, Object.fromEntries(state));
  }

  function clearAll() {
    for (const name of [...state.keys()]) state.delete(name);
    set("q", "");
    search.focus();
  }

  function apply() {
    const q = state.get("q") ?? "";
    if (search.value !== q) search.value = q;
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    let rows = given.rows;
    for (const { filter, sync } of controls) {
      const value = state.get(filter.name) ?? "";
      sync(value);
      if (value) rows = rows.filter((row) => filter.test(row, value));
    }
    if (words.length) {
      rows = rows.filter((row) => {
        row.searched ??= given.text(row).toLowerCase();
        return words.every((word) => row.searched.includes(word));
      });
    }
    const down = state.get("down") === "1";
    for (const head of heads) head.sync(state.get("sort"), down);
    const column = given.columns.find((one) => one.name === state.get("sort"));
    if (column) rows = sorted(rows, column.by, down);
    total.textContent =
      rows.length === given.rows.length
        ? counted(rows.length, ...given.noun)
        : `${grouped(rows.length)} of ${counted(given.rows.length, ...given.noun)}`;
    nothing.hidden = rows.length > 0;
    element.setAttribute("aria-rowcount", rows.length);
    view.sequence = rows;
    list.show(rows);
  }

  const view = {
    element,
    list,
    search,
    start: apply,
    clear: clearAll,
    isFiltered: () => [...state.values()].some(Boolean),
  };
  return view;
}

function sorted(rows, by, down) {
  const keyed = rows.map((row) => [by(row), row]);
  const sign = down ? -1 : 1;
  keyed.sort(([a, x], [b, y]) => (a < b ? -sign : a > b ? sign : x.number - y.number));
  return keyed.map(([, row]) => row);
}

// [[value, "text  count"], …] of what rows have, the most frequent first.
function tally(values, names = (value) => value) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([value, count]) => [value, `${names(value)} ${grouped(count)}`]);
}
