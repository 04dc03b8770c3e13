// Tables: which service reads and writes which, and one of them.

const NOBODY = -1;

// table -> service -> { read, write }: counts of functions.
const usesOfTables = remember(() => {
  const uses = new Map(tables.map((table) => [table.name, new Map()]));
  const seen = new Set();
  for (const effect of effects) {
    if (effect.kind !== "reads" && effect.kind !== "writes") continue;
    const once = `${effect.kind} ${effect.function} ${effect.name}`;
    if (seen.has(once)) continue;
    seen.add(once);
    const service = functions[effect.function].service;
    const row = uses.get(effect.name);
    if (!row.has(service)) row.set(service, { read: 0, write: 0 });
    row.get(service)[effect.kind === "reads" ? "read" : "write"] += 1;
  }
  return uses;
});
const usesOf = (table) => usesOfTables(0).get(table.name);
const writersOf = (table) =>
  [...usesOf(table)]
    .filter(([service, use]) => service !== NOBODY && use.write > 0)
    .map(([service]) => service);

function tablesView() {
  const columns = [...services.map((service) => service.number), NOBODY].filter((number) =>
    tables.some((table) => usesOf(table).has(number) || table.owner === number),
  );
  const shared = tables.filter((table) => writersOf(table).length > 1).length;
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, "table"),
    columns.map((number) =>
      h("th", { scope: "col", class: "turned" }, h("span", {}, serviceName(number))),
    ),
  );
  const rows = tables.map((table) =>
    h(
      "tr",
      { class: writersOf(table).length > 1 ? "contested" : "" },
      h("th", { scope: "row" }, linkTo("table", table.key, table.name)),
      columns.map((number) => matrixCell(table, number)),
    ),
  );
  return {
    title: "Tables",
    element: h(
      "div",
      { class: "page whole" },
      h(
        "p",
        { class: "lead" },
        counted(tables.length, "table"),
        shared > 0 && [", ", h("b", {}, grouped(shared)), " written by more than one service"],
        ".",
      ),
      tables.length > 0 &&
        h(
          "p",
          { class: "legend dim" },
          h("span", { class: "cell write" }, "w"),
          " writes  ",
          h("span", { class: "cell read" }, "r"),
          " reads  ",
          h("span", { class: "cell owner" }, "w"),
          " owns. Numbers are functions; by the module that they stand in.",
        ),
      tables.length > 0 &&
        h(
          "div",
          { class: "scroll" },
          h("table", { class: "matrix" }, h("thead", {}, head), h("tbody", {}, rows)),
        ),
    ),
  };
}

function matrixCell(table, number) {
  const use = usesOf(table).get(number) ?? { read: 0, write: 0 };
  const isOwner = number >= 0 && table.owner === number;
  const said = [
    isOwner && "owns",
    use.write && `written by ${counted(use.write, "function")}`,
    use.read && `read by ${counted(use.read, "function")}`,
  ]
    .filter(Boolean)
    .join(", ");
  const kind = use.write ? "write" : use.read ? "read" : "";
  return h(
    "td",
    { title: said && `${serviceName(number)}: ${said}` },
    said &&
      h(
        "span",
        { class: `cell ${kind} ${isOwner ? "owner" : ""}` },
        use.write > 0 && `w${use.write}`,
        use.write > 0 && use.read > 0 && " ",
        use.read > 0 && `r${use.read}`,
        !kind && "–",
      ),
  );
}

function tableView(key) {
  const table = tableByKey.get(key);
  if (!table) return missing("table", key, "tables");
  const used = (kind) =>
    effects.filter((effect) => effect.kind === kind && effect.name === table.name);
  const reaching = (sets) =>
    entries.filter((entry) => namesOfSet(entry[sets]).includes(table.name));
  const writers = reaching("tablesWritten");
  const readers = reaching("tablesRead").filter((entry) => !writers.includes(entry));
  const item = (effect) =>
    h(
      "li",
      {},
      functionName(effect.function),
      " ",
      place(effect.file, effect.line),
      h(
        "span",
        { class: "dim" },
        ` ${effect.detail} ${serviceName(functions[effect.function].service)}`,
      ),
    );
  return {
    title: table.name,
    parent: "tables",
    rows: tables,
    element: h(
      "article",
      { class: "page" },
      h("h1", {}, h("code", {}, table.name)),
      facts_([
        [
          "model",
          table.model
            ? [h("code", {}, table.model), " ", place(table.file, table.line)]
            : "none: only SQL names it",
        ],
        ["owner", table.owner < 0 ? "none" : serviceName(table.owner)],
        [
          "refers to",
          table.references.map(([name, line], position) => [
            position > 0 && ", ",
            tableByKey.has(name) ? linkTo("table", name, name) : name,
            " ",
            place(table.file, line),
          ]),
        ],
        [
          "referred to by",
          tables
            .filter((other) => other.references.some(([name]) => name === table.name))
            .map((other, position) => [
              position > 0 && ", ",
              linkTo("table", other.key, other.name),
            ]),
        ],
      ]),
      section(
        "Written at",
        used("writes").length > 0 && h("ul", { class: "items" }, some(used("writes"), item)),
      ),
      section(
        "Read at",
        used("reads").length > 0 && h("ul", { class: "items" }, some(used("reads"), item)),
      ),
      section(
        `Entry points that write it: ${grouped(writers.length)}`,
        writers.length > 0 && h("ul", { class: "items" }, some(writers, entryItem, 30)),
      ),
      section(
        `Entry points that only read it: ${grouped(readers.length)}`,
        readers.length > 0 && h("ul", { class: "items" }, some(readers, entryItem, 30)),
      ),
    ),
  };
}
