// The analysis, with the names of its fields. migrator/reporting/html_shape.py says what they mean.

const raw = JSON.parse(document.getElementById("data").textContent);

function named(rows, ...names) {
  return rows.map((values, number) => {
    const row = { number };
    names.forEach((name, position) => (row[name] = values[position]));
    return row;
  });
}

const functions = named(raw.functions, "name", "file", "line", "service", "isLoose", "callees");
const effects = named(raw.effects, "kind", "name", "function", "file", "line", "detail");
const services = named(raw.services, "name", "effort");
const entries = named(
  raw.entries,
  "label",
  "kind",
  "method",
  "path",
  "declared",
  "name",
  "framework",
  "handler",
  "file",
  "line",
  "registered",
  "service",
  "verdict",
  "decidedBy",
  "effort",
  "roots",
  "functions",
  "tablesRead",
  "tablesWritten",
  "settings",
  "aws",
  "hosts",
  "tasks",
  "live",
  "traffic",
  "reason",
);
const findings = named(
  raw.findings,
  "rule",
  "file",
  "line",
  "message",
  "functions",
  "entries",
  "chain",
  "services",
  "accepted",
  "state",
);
const rules = named(
  raw.rules,
  "id",
  "title",
  "category",
  "effort",
  "confidence",
  "verdict",
  "message",
  "why",
  "fix",
  "links",
);
const tables = named(raw.tables, "name", "model", "file", "line", "owner", "references");
const unresolved = named(raw.unresolved, "reason", "file", "line");
const gone = named(raw.gone ?? [], "rule", "place", "message");
const troubles = named(raw.troubles, "name", "place", "message");
const leftOut = named(raw.left_out, "reason", "count", "examples");

for (const one of functions) {
  one.steps = [];
  for (let at = 0; at < one.callees.length; at += 4) {
    const [callee, how, file, line] = one.callees.slice(at, at + 4);
    one.steps.push({ callee, how: raw.names[how], file, line });
  }
}

const VERDICTS = ["extract", "fix first", "stay"];
const CATEGORIES = ["mandatory", "optional", "potential"];
const NO_SERVICE = "no service";

const serviceName = (number) => (number < 0 ? NO_SERVICE : services[number].name);
const placeText = (row) => (row.line > 0 ? `${raw.files[row.file]}:${row.line}` : "");

// Sets are shared by many rows: each is read once.
const namesOfSet = remember((number) => raw.sets[number].map((name) => raw.names[name]));
const entriesOfSet = remember((number) => {
  const found = [];
  const runs = raw.sets[number];
  for (let at = 0; at < runs.length; at += 2) {
    for (let step = 0; step < runs[at + 1]; step++) found.push(entries[runs[at] + step]);
  }
  return found;
});

function remember(make) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key);
  };
}

// Two rows may be called the same: the second one is "name~2" in addresses.
function giveKeys(rows, name) {
  const seen = new Map();
  for (const row of rows) {
    const text = name(row);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    row.key = count === 1 ? text : `${text}~${count}`;
  }
  return new Map(rows.map((row) => [row.key, row]));
}

for (const entry of entries) {
  const [requests, peak, slow, longest, largest] = entry.traffic ?? [0, -1, -1, -1, -1];
  entry.traffic = { requests, peak, slow, longest, largest };
}
for (const finding of findings) finding.rule = rules[finding.rule];
// A place is one incident of a rule, however often it matched there.
const incidents = (some) => [
  ...new Map(some.map((finding) => [`${finding.rule.id} ${placeText(finding)}`, finding])).values(),
];
const counting = (some) => some.filter((finding) => !finding.accepted);
const effortOf = (some) =>
  incidents(counting(some)).reduce((sum, finding) => sum + finding.rule.effort, 0);
for (const rule of rules) rule.findings = [];
for (const finding of findings) finding.rule.findings.push(finding);

const entryByKey = giveKeys(entries, (entry) => entry.label);
const findingByKey = giveKeys(findings, (finding) => `${finding.rule.id}@${placeText(finding)}`);
const ruleByKey = giveKeys(rules, (rule) => rule.id);
const tableByKey = giveKeys(tables, (table) => table.name);

const findingsByEntry = remember(() => {
  const reached = entries.map(() => []);
  for (const finding of findings) {
    for (const entry of entriesOfSet(finding.entries)) reached[entry.number].push(finding);
  }
  return reached;
});
const findingsOf = (entry) => findingsByEntry(0)[entry.number];

const effectsByFunction = remember(() => {
  const done = new Map();
  for (const effect of effects) {
    if (!done.has(effect.function)) done.set(effect.function, []);
    done.get(effect.function).push(effect);
  }
  return done;
});
const effectsOf = (number) => effectsByFunction(0).get(number) ?? [];

// Breadth first, as migrator.model.reach does it: each function with its caller on a shortest
// chain, -1 for what the framework runs itself. The order is that of discovery.
function callersFrom(roots) {
  const found = new Map(roots.map((root) => [root, -1]));
  for (const caller of found.keys()) {
    for (const { callee } of functions[caller].steps) {
      if (!found.has(callee)) found.set(callee, caller);
    }
  }
  return found;
}

const callersOf = remember((roots) => callersFrom(raw.sets[roots]));

function chainTo(number, callers) {
  const chain = [];
  for (let at = number; at >= 0; at = callers.get(at)) chain.unshift(at);
  return chain;
}

// A shortest chain to where a finding matched; undefined where there is none. The code of a module,
// or of the body of a class, runs when anything of the module is about to.
function wayTo(finding, callers) {
  let best;
  for (const number of finding.functions) {
    const way = wayToFunction(number, callers);
    if (way && !(best?.length <= way.length)) best = way;
  }
  return best;
}

function wayToFunction(number, callers) {
  if (callers.has(number)) return chainTo(number, callers);
  const { name, isLoose } = functions[number];
  if (!isLoose) return undefined;
  const module = name.slice(0, name.indexOf(":") + 1);
  for (const member of callers.keys()) {
    if (functions[member].name.startsWith(module)) return [...chainTo(member, callers), number];
  }
  return undefined;
}

// How one function runs another, and where that is written; undefined where nothing is.
function stepBetween(caller, callee) {
  const step = functions[caller].steps.find((one) => one.callee === callee);
  const { file, line } = functions[callee];
  return step && !(step.file === file && step.line === line) ? step : undefined;
}

// The text of a line, undefined where it is not quoted in this file.
function sourceLine(file, line) {
  for (const [first, lines] of raw.excerpts[raw.files[file]] ?? []) {
    if (line >= first && line < first + lines.length) return lines[line - first];
  }
  return undefined;
}
