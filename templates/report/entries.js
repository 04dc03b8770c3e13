// Entry points: the list, and one of them.

const kinds = {
  http: "route",
  task: "task",
  schedule: "schedule",
  websocket: "websocket",
  command: "command",
};

function entriesView(parameters) {
  return {
    title: "Entry points",
    ...listView(
      {
        section: "entries",
        style: "entries",
        noun: ["entry point", "entry points"],
        rows: entriesByPath(),
        draw: entryRow,
        text: (entry) =>
          [
            entry.label,
            entry.declared,
            entry.name,
            functions[entry.handler].name,
            placeText(entry),
            entry.verdict,
            serviceName(entry.service),
            ...namesOfSet(entry.tablesRead),
            ...namesOfSet(entry.tablesWritten),
            ...namesOfSet(entry.tasks),
          ].join(" "),
        filters: [
          {
            name: "verdict",
            label: "Verdict",
            chips: true,
            test: (entry, value) => entry.verdict === value,
            options: verdictCounts(entries)
              .filter(([, count]) => count)
              .map(([verdict, count]) => [verdict, `${verdict} ${grouped(count)}`]),
          },
          {
            name: "kind",
            label: "Any kind",
            test: (entry, value) => entry.kind === value,
            options: tally(
              entries.map((entry) => entry.kind),
              (kind) => kinds[kind],
            ),
          },
          {
            name: "service",
            label: "Any service",
            test: (entry, value) => serviceName(entry.service) === value,
            options: tally(entries.map((entry) => serviceName(entry.service))),
          },
          {
            name: "table",
            label: "Any table",
            options: tally(
              entries.flatMap((entry) => [
                ...new Set([...namesOfSet(entry.tablesRead), ...namesOfSet(entry.tablesWritten)]),
              ]),
            ),
            test: (entry, value) =>
              namesOfSet(entry.tablesRead).includes(value) ||
              namesOfSet(entry.tablesWritten).includes(value),
          },
          {
            name: "rule",
            label: "Any rule",
            options: sortedRules()
              .filter(reachedBy)
              .map((rule) => [rule.id, `${rule.id} ${grouped(reachedBy(rule))}`]),
            test: (entry, value) => findingsOf(entry).some((finding) => finding.rule.id === value),
          },
        ],
        columns: [
          { name: "verdict", label: "Verdict", by: (entry) => VERDICTS.indexOf(entry.verdict) },
          { name: "method", label: "Method", by: (entry) => entry.method },
          { name: "path", label: "Path and handler", by: (entry) => entry.path },
          { name: "service", label: "Service", by: (entry) => serviceName(entry.service) },
          {
            name: "tables",
            label: "Tables",
            by: (entry) =>
              namesOfSet(entry.tablesWritten).length * 1000 + namesOfSet(entry.tablesRead).length,
          },
          { name: "tasks", label: "Tasks", by: (entry) => namesOfSet(entry.tasks).length },
          { name: "found", label: "Findings", by: (entry) => findingsOf(entry).length },
          { name: "effort", label: "Effort", by: (entry) => entry.effort },
        ],
      },
      parameters,
    ),
  };
}

// Routes by path, then tasks, schedules, websockets, commands.
const entriesByPath = () =>
  sorted(
    entries,
    (entry) => `${Object.keys(kinds).indexOf(entry.kind)} ${entry.path} ${entry.method}`,
  );

function entryRow(entry) {
  const cell = (name, ...content) => h("span", { class: name, role: "cell" }, content);
  const found = findingsOf(entry).length;
  return h(
    "div",
    { title: derivation(entry) },
    cell("verdict", tag(entry.verdict)),
    cell("method", entry.method),
    cell(
      "path",
      h(
        "a",
        { href: address("entry", entry.key), "aria-label": `${entry.label}, ${entry.verdict}` },
        entry.path || entry.label,
      ),
    ),
    cell(
      "handler",
      h(
        "code",
        { class: "function", title: functions[entry.handler].name },
        ownName(functions[entry.handler].name),
      ),
      place(entry.file, entry.line),
    ),
    cell("service", serviceName(entry.service)),
    cell("tables", tablesText(entry)),
    cell("tasks", namesOfSet(entry.tasks).join(", ")),
    cell("found", found ? String(found) : ""),
    cell("effort", entry.effort > 0 && [grouped(entry.effort), unit(entry.effort, "point")]),
  );
}

const capitalized = (text) => text[0].toUpperCase() + text.slice(1);

function tablesText(entry) {
  const written = namesOfSet(entry.tablesWritten);
  const read = namesOfSet(entry.tablesRead).filter((name) => !written.includes(name));
  return [
    written.length > 0 &&
      h("span", { title: `writes ${written.join(", ")}` }, h("b", {}, "w "), written.join(", ")),
    written.length > 0 && read.length > 0 && " · ",
    read.length > 0 &&
      h("span", { title: `reads ${read.join(", ")}` }, h("b", {}, "r "), read.join(", ")),
  ];
}

// Why the verdict is what it is, in a sentence.
function derivation(entry) {
  const deciding = entry.decidedBy.map((number) => findings[number]);
  const which = [...new Set(deciding.map((finding) => finding.rule.title))].join("; ");
  const rest = findingsOf(entry).length - deciding.length;
  const also =
    rest > 0 ? ` ${counted(rest, "other finding")} ${rest === 1 ? "is" : "are"} no obstacle.` : "";
  if (entry.verdict === "extract") return `Extract: it reaches no mandatory finding.${also}`;
  const reaches = counted(
    deciding.length,
    entry.verdict === "stay" ? "finding that no Lambda handler can have" : "mandatory finding",
    entry.verdict === "stay" ? "findings that no Lambda handler can have" : "mandatory findings",
  );
  return `${entry.verdict === "stay" ? "Stay" : "Fix first"}: it reaches ${reaches} (${which}).${also}`;
}

function entryView(key) {
  const entry = entryByKey.get(key);
  if (!entry) return missing("entry point", key, "entries");
  const callers = callersOf(entry.roots);
  const roots = raw.sets[entry.roots];
  const found = findingsOf(entry);
  const facts = [
    ["handler", [functionName(entry.handler), " ", place(entry.file, entry.line)]],
    ["registered", placesOf(entry.registered)],
    ["declared", entry.declared && entry.declared !== entry.path && h("code", {}, entry.declared)],
    ["framework", [entry.framework, entry.name && [", as ", h("code", {}, entry.name)]]],
    [
      "service",
      linkTo("entries", "", serviceName(entry.service), { service: serviceName(entry.service) }),
    ],
    ["running application", entry.live >= 0 && (entry.live ? "lists it too" : "does not list it")],
    ["effort", found.length > 0 && points(entry.effort)],
  ];
  return {
    title: entry.label,
    parent: "entries",
    rows: entriesByPath(),
    element: h(
      "article",
      { class: "page" },
      h("h1", {}, h("span", { class: "method" }, entry.method), " ", entry.path || entry.label),
      h(
        "p",
        { class: `derivation ${slug(entry.verdict)}` },
        tag(entry.verdict),
        " ",
        capitalized(derivation(entry).replace(/^[^:]*: /, "")),
      ),
      facts_(facts),
      section(
        "Findings that it reaches",
        found.length > 0 &&
          h(
            "ul",
            { class: "items" },
            some(found, (finding) => findingItem(finding, callers)),
          ),
      ),
      section("What it touches", touched(entry, callers)),
      section(
        `What it calls: ${counted(entry.functions, "function")}`,
        h(
          "ul",
          { class: "tree" },
          roots.map((root) =>
            treeNode(
              root,
              { file: 0, line: 0 },
              new Set(),
              root === entry.handler ? "" : "run around it",
            ),
          ),
        ),
      ),
    ),
  };
}

function facts_(pairs) {
  return h(
    "dl",
    { class: "facts" },
    pairs
      .filter(([, value]) => value && !(Array.isArray(value) && !value.length))
      .map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}

function placesOf(flat) {
  const places = [];
  for (let at = 0; at < flat.length; at += 2)
    places.push([at > 0 && ", ", place(flat[at], flat[at + 1])]);
  return places;
}

// A finding below an entry point: with the way from this entry point, where there is one.
function findingItem(finding, callers) {
  const chain = callers.has(finding.function) ? chainTo(finding.function, callers) : finding.chain;
  return h(
    "li",
    {},
    tag(finding.rule.category),
    " ",
    linkTo("finding", finding.key, finding.rule.title),
    " ",
    place(finding.file, finding.line),
    h("p", {}, prose(finding.message)),
    chain.length > 1 &&
      lazily(`through ${counted(chain.length - 1, "call")}`, () => chainList(chain, finding)),
  );
}

function lazily(title, make) {
  const details = h("details", {}, h("summary", {}, title));
  details.addEventListener("toggle", () => details.append(make()), { once: true });
  return details;
}

const TOUCHES = [
  ["write", "writes tables"],
  ["read", "reads tables"],
  ["setting", "settings"],
  ["task", "puts tasks on a queue"],
  ["aws", "AWS"],
  ["host", "other hosts"],
  ["file", "writes files"],
  ["transaction", "transactions"],
  ["hidden", "depends without a call"],
];

function touched(entry, callers) {
  const groups = new Map(TOUCHES.map(([kind]) => [kind, new Map()]));
  for (const number of callers.keys()) {
    for (const effect of effectsOf(number)) {
      const group = groups.get(effect.kind);
      if (!group.has(effect.what)) group.set(effect.what, []);
      group.get(effect.what).push(effect);
    }
  }
  return TOUCHES.map(([kind, title]) => {
    const group = groups.get(kind);
    if (!group.size) return null;
    const names = [...group.keys()].sort();
    return h(
      "div",
      { class: "touched" },
      h("h3", {}, title),
      h(
        "ul",
        {},
        some(names, (name) =>
          h(
            "li",
            {},
            lazily(
              [
                kind === "read" || kind === "write"
                  ? linkTo("table", name, h("code", {}, name))
                  : h("code", {}, name),
                " ",
                h("span", { class: "dim" }, counted(group.get(name).length, "place")),
              ],
              () =>
                h(
                  "ul",
                  { class: "items" },
                  some(group.get(name), (effect) => evidence(effect, callers)),
                ),
            ),
          ),
        ),
      ),
    );
  });
}

function evidence(effect, callers) {
  const chain = chainTo(effect.function, callers);
  return h(
    "li",
    {},
    functionName(effect.function),
    " ",
    place(effect.file, effect.line),
    effect.note && h("span", { class: "dim" }, ` ${effect.note}`),
    chain.length > 1 &&
      lazily(`through ${counted(chain.length - 1, "call")}`, () => chainList(chain, effect)),
  );
}

// The calls from a function on; each function is opened once.
function treeNode(number, site, seen, note) {
  const { file, line, callees } = functions[number];
  const label = [
    functionName(number),
    " ",
    place(file, line),
    site.line > 0 && h("span", { class: "dim" }, ` called at line ${site.line}`),
    note && h("span", { class: "dim" }, ` ${note}`),
  ];
  const isKnown = seen.has(number);
  seen.add(number);
  if (!callees.length) return h("li", {}, label);
  if (isKnown) return h("li", {}, label, h("span", { class: "dim" }, " as above"));
  const children = () => {
    const nodes = [];
    for (let at = 0; at < callees.length; at += 2)
      nodes.push(treeNode(callees[at], { line: callees[at + 1] }, seen, ""));
    return h("ul", {}, nodes);
  };
  return h(
    "li",
    {},
    lazily(
      [label, h("span", { class: "dim" }, ` ${counted(callees.length / 2, "call")}`)],
      children,
    ),
  );
}
