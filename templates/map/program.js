// The program, with the names of its fields. migrator/reporting/map_shape.py says what they mean.

function named(rows, ...names) {
  return rows.map((values, number) => {
    const row = { number };
    names.forEach((name, position) => (row[name] = values[position]));
    return row;
  });
}

// The code of a module, outside of its functions.
export const MODULE_CODE = "(module)";

export class Program {
  constructor(raw) {
    this.root = raw.root;
    this.files = raw.files;
    this.modules = named(raw.modules, "name", "file", "lines");
    this.functions = named(raw.functions, "module", "name", "line", "kind");
    this.entries = named(raw.entries, "label", "handler");
    this.tables = named(raw.tables, "name", "file", "line", "model");
    this.calls = named(raw.calls, "caller", "callee", "count", "file", "line");
    this.imports = named(raw.imports, "module", "target", "line", "names");
    this.accesses = named(raw.accesses, "function", "table", "isWrite", "count", "file", "line");
    this.hidden = named(raw.hidden, "kind", "source", "target", "count", "file", "line");
    this.transactions = named(raw.transactions, "function", "file", "line", "tables");
    this.signals = raw.signals;
    this.ties = named(raw.ties, "one", "other", "weight", "evidence");
    this.louvain = raw.louvain;
    this.numberOfModule = new Map(this.modules.map((module) => [module.name, module.number]));
    this.#gather();
  }

  #gather() {
    for (const module of this.modules) {
      // Functions without a name of their own, as lambdas, are not drawn.
      Object.assign(module, { functions: [], entries: [], ties: [] });
    }
    for (const table of this.tables) table.ties = [];
    for (const one of this.functions) {
      const module = this.modules[one.module];
      one.full = `${module ? module.name : ""}:${one.name}`;
      if (module && one.kind && !one.name.includes("<")) module.functions.push(one);
    }
    for (const module of this.modules) {
      module.functions.sort(
        (one, other) => one.line - other.line || (one.name < other.name ? -1 : 1),
      );
    }
    for (const entry of this.entries) {
      this.modules[this.functions[entry.handler]?.module]?.entries.push(entry);
    }
    for (const tie of this.ties) {
      this.box(tie.one).ties.push([tie.other, tie]);
      this.box(tie.other).ties.push([tie.one, tie]);
    }
  }

  // A box is a module or a table, a node a function or a table.
  isTableBox = (box) => box >= this.modules.length;
  box = (box) => this.modules[box] ?? this.tables[box - this.modules.length];
  boxOfTable = (table) => this.modules.length + table;
  nodeOfTable = (table) => this.functions.length + table;

  boxOfNode(node) {
    if (node >= this.functions.length) return this.boxOfTable(node - this.functions.length);
    return this.functions[node]?.module ?? -1;
  }

  nameOfNode(node) {
    if (node >= this.functions.length) return this.tables[node - this.functions.length].name;
    const one = this.functions[node];
    return one ? one.name || MODULE_CODE : "?";
  }

  fullNameOfNode(node) {
    if (node >= this.functions.length) return `table ${this.nameOfNode(node)}`;
    const one = this.functions[node];
    return one ? `${this.modules[one.module]?.name ?? ""}:${one.name}` : "?";
  }

  place = (file, line) => `${this.files[file]}:${line}`;

  placeOfBox(box) {
    const one = this.box(box);
    return this.place(one.file, this.isTableBox(box) ? one.line : 1);
  }

  placeOfFunction(number) {
    const one = this.functions[number];
    const module = this.modules[one.module];
    return module ? this.place(module.file, one.line || 1) : "";
  }
}

// "shop.orders.views" -> "orders.views": enough to tell it from its neighbours.
export const shortName = (name) => name.split(".").slice(-2).join(".");
