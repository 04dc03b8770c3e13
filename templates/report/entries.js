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
        style: isMeasured ? "entries measured" : "entries",
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
            options: tally(entries.flatMap((entry) => [...tablesOf(entry)])),
            test: (entry, value) => tablesOf(entry).has(value),
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
            title: "w: written, r: only read; those that few others touch come first",
            by: (entry) =>
              namesOfSet(entry.tablesWritten).length * 1000 + namesOfSet(entry.tablesRead).length,
            isNumber: true,
          },
          {
            name: "tasks",
            label: "Tasks",
            by: (entry) => namesOfSet(entry.tasks).length,
            isNumber: true,
          },
          ...(isMeasured
            ? [
                {
                  name: "requests",
                  label: "Requests",
                  by: (entry) => entry.traffic.requests,
                  isNumber: true,
                },
              ]
            : []),
          {
            name: "found",
            label: "Findings",
            by: (entry) => findingsOf(entry).length,
            isNumber: true,
          },
          { name: "effort", label: "Effort", by: (entry) => entry.effort, isNumber: true },
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
    isMeasured && cell("requests", entry.traffic.requests > 0 && grouped(entry.traffic.requests)),
    cell("found", found ? String(found) : ""),
    cell("effort", entry.effort > 0 && [grouped(entry.effort), unit(entry.effort, "point")]),
  );
}

const isMeasured = raw.requests >= 0;

function trafficText({ requests, peak, slow, longest, largest }) {
  if (!requests) return "none in the access logs";
  return [
    counted(requests, "request"),
    peak >= 0 && `${decimal(peak)} a second in the busiest minute`,
    slow >= 0 && `95 % within ${decimal(slow)} s`,
    longest >= 0 && `the longest ${decimal(longest)} s`,
    largest >= 0 && `the largest answer ${grouped(largest)} bytes`,
  ]
    .filter(Boolean)
    .join(", ");
}

const capitalized = (text) => text[0].toUpperCase() + text.slice(1);

// What is written, and below it what is only read: the tables that few others touch come first.
function tablesText(entry) {
  const written = rarestFirst(namesOfSet(entry.tablesWritten));
  const read = rarestFirst(namesOfSet(entry.tablesRead)).filter((name) => !written.includes(name));
  const line = (word, verb, names) =>
    names.length > 0 &&
    h(
      "span",
      { title: `${verb} ${names.join(", ")}` },
      h("b", {}, `${word}${names.length > 1 ? names.length : ""} `),
      names.slice(0, 9).join(", "),
    );
  return [line("w", "writes", written), line("r", "reads", read)];
}

const entriesByTable = remember(() => {
  const counts = new Map();
  for (const entry of entries) {
    for (const name of tablesOf(entry)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
});
const tablesOf = (entry) =>
  new Set([...namesOfSet(entry.tablesRead), ...namesOfSet(entry.tablesWritten)]);
const rarestFirst = (names) => {
  const counts = entriesByTable(0);
  return [...names].sort((a, b) => counts.get(a) - counts.get(b) || (a < b ? -1 : 1));
};

// Why the verdict is what it is, in a sentence.
function derivation(entry) {
  const deciding = incidents(entry.decidedBy.map((number) => findings[number]));
  const which = [...new Set(deciding.map((finding) => finding.rule.title))].join("; ");
  const isStay = entry.verdict === "stay";
  const reached = deciding.length
    ? `it reaches ${counted(deciding.length, isStay ? "finding that no Lambda handler can have" : "mandatory finding", isStay ? "findings that no Lambda handler can have" : "mandatory findings")} (${which})`
    : "it reaches nothing mandatory";
  const reason = entry.reason || reached;
  const others = findingsOf(entry).filter((finding) => !entry.decidedBy.includes(finding.number));
  const kinds = others.map((finding) => (finding.accepted ? "accepted" : finding.rule.category));
  const rest = [...CATEGORIES, "accepted"]
    .map((kind) => [kind, kinds.filter((one) => one === kind).length])
    .filter(([, count]) => count)
    .map(([kind, count]) => `${grouped(count)} ${kind}`);
  const besides = rest.length ? ` Besides: ${rest.join(", ")}.` : "";
  return `${capitalized(entry.verdict)}: ${reason}.${besides}`;
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
    ["traffic", isMeasured && trafficText(entry.traffic)],
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
            treeNode(root, undefined, new Set(), root === entry.handler ? "" : "run around it"),
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
  const own = wayTo(finding, callers);
  const chain = own ?? finding.chain;
  const from = own ? "" : "from another entry point, ";
  return h(
    "li",
    {},
    tag(finding.rule.category),
    " ",
    linkTo("finding", finding.key, finding.rule.title),
    " ",
    place(finding.file, finding.line),
    standing(finding),
    h("p", {}, prose(finding.message)),
    chain.length > 1 &&
      lazily(`${from}through ${counted(chain.length - 1, "call")}`, () =>
        chainList(chain, finding),
      ),
  );
}

function lazily(title, make) {
  const details = h("details", {}, h("summary", {}, title));
  details.addEventListener("toggle", () => details.append(make()), { once: true });
  return details;
}

const TOUCHES = {
  writes: "writes tables",
  reads: "reads tables",
  setting: "settings",
  task: "puts tasks on a queue",
  aws: "AWS",
  host: "other hosts",
  file: "writes files",
  transaction: "transactions",
};

// What the functions that are reached do, by kind and name, each with its places.
function touched(entry, callers) {
  const groups = new Map(Object.keys(TOUCHES).map((kind) => [kind, new Map()]));
  for (const number of callers.keys()) {
    for (const effect of effectsOf(number)) {
      if (!groups.has(effect.kind)) groups.set(effect.kind, new Map());
      const group = groups.get(effect.kind);
      const name = effect.name || "unknown";
      if (!group.has(name)) group.set(name, []);
      group.get(name).push(effect);
    }
  }
  return [...groups]
    .filter(([, group]) => group.size)
    .map(([kind, group]) =>
      h(
        "div",
        { class: "touched" },
        h("h3", {}, TOUCHES[kind] ?? `depends without a call: ${kind}`),
        h(
          "ul",
          {},
          some([...group.keys()].sort(), (name) => {
            const isTable = (kind === "reads" || kind === "writes") && tableByKey.has(name);
            const spelled = h("code", {}, name);
            const places = h("span", { class: "dim" }, counted(group.get(name).length, "place"));
            return h(
              "li",
              {},
              lazily([isTable ? linkTo("table", name, spelled) : spelled, " ", places], () =>
                h(
                  "ul",
                  { class: "items" },
                  some(group.get(name), (effect) => evidence(effect, callers)),
                ),
              ),
            );
          }),
        ),
      ),
    );
}

function evidence(effect, callers) {
  const chain = chainTo(effect.function, callers);
  return h(
    "li",
    {},
    functionName(effect.function),
    " ",
    place(effect.file, effect.line),
    effect.detail && h("span", { class: "dim" }, ` ${effect.detail}`),
    chain.length > 1 &&
      lazily(`through ${counted(chain.length - 1, "call")}`, () => chainList(chain, effect)),
  );
}

// What a function runs, and so on; each function is opened once.
function treeNode(number, site, seen, note) {
  const { file, line, steps } = functions[number];
  const label = [
    functionName(number),
    " ",
    place(file, line),
    site &&
      site.line > 0 &&
      h(
        "span",
        { class: "dim" },
        site.how === "call" ? ` called at line ${site.line}` : ` ${site.how}`,
      ),
    note && h("span", { class: "dim" }, ` ${note}`),
  ];
  const isKnown = seen.has(number);
  seen.add(number);
  if (!steps.length) return h("li", {}, label);
  if (isKnown) return h("li", {}, label, h("span", { class: "dim" }, " as above"));
  const children = () =>
    h(
      "ul",
      {},
      steps.map((step) => treeNode(step.callee, stepBetween(number, step.callee), seen, "")),
    );
  return h(
    "li",
    {},
    lazily([label, h("span", { class: "dim" }, ` ${counted(steps.length, "call")}`)], children),
  );
}
