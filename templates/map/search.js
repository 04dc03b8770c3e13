// Search: services, modules, tables, functions and entry points by parts of their names.

import { h } from "./elements.js";
import { areaTarget, boxTarget, functionTarget } from "./facts.js";
import { titleOf } from "./plan.js";

const MOST = 30;

export class Search {
  constructor(program, areas, go) {
    this.items = itemsOf(program, areas);
    this.go = go;
    this.input = h("input", {
      type: "search",
      placeholder: "Search  /",
      "aria-label": "Search",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "found",
      autocomplete: "off",
      oninput: () => this.update(),
      onkeydown: (event) => this.#onKey(event),
      onblur: () => setTimeout(() => this.close(), 150),
      onfocus: () => this.update(),
    });
    this.list = h("ul", { id: "found", role: "listbox", hidden: true });
    this.element = h("div", { class: "search" }, this.input, this.list);
    this.found = [];
    this.at = 0;
  }

  update() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    this.found = words.length ? find(this.items, words) : [];
    this.at = 0;
    this.list.hidden = !words.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.#draw();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  #draw() {
    this.list.replaceChildren(
      ...(this.found.length
        ? this.found.map((item, at) =>
            h(
              "li",
              {
                role: "option",
                "aria-selected": String(at === this.at),
                onmousedown: (event) => {
                  event.preventDefault();
                  this.#choose(at);
                },
              },
              h("span", {}, item.name),
              h("span", { class: "note" }, item.kind),
            ),
          )
        : [h("li", { class: "dim" }, "nothing is called like this")]),
    );
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  #choose(at) {
    const item = this.found[at];
    if (!item) return;
    this.close();
    this.input.blur();
    this.go(item.target);
  }

  #onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = Math.max(0, Math.min(this.found.length - 1, this.at + step));
      this.#draw();
    } else if (event.key === "Enter") this.#choose(this.at);
    else if (event.key === "Escape") {
      this.input.value = "";
      this.close();
      this.input.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function itemsOf(program, areas) {
  const items = [
    ...areas.map((area) => [titleOf(area), "service", areaTarget(area)]),
    ...program.tables.map(({ name, number }) => [
      name,
      "table",
      boxTarget(program.boxOfTable(number)),
    ]),
    ...program.modules.map(({ name, number }) => [name, "module", boxTarget(number)]),
    ...program.entries
      .filter(({ handler }) => handler >= 0)
      .map(({ label, handler }) => [label, "entry point", functionTarget(handler)]),
    ...program.functions
      .filter(({ kind, module }) => kind && module >= 0)
      .map(({ full, kind, number }) => [full, kind, functionTarget(number)]),
  ];
  return items.map(([name, kind, target]) => ({ name, kind, target, text: name.toLowerCase() }));
}

// All words have to be there; what begins with the first, or is short, comes first.
function find(items, words) {
  return items
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map((item) => [(item.text === words[0] ? -2 : 0) - item.text.startsWith(words[0]), item])
    .sort(([one, a], [other, b]) => one - other || a.text.length - b.text.length)
    .slice(0, MOST)
    .map(([, item]) => item);
}
