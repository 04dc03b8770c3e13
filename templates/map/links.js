// What is tied to what, by kind: between areas, boxes and nodes, each pair summed up.

import { NOWHERE } from "./plan.js";
import { ownersIn } from "./metrics.js";

// In the order of what it costs to cut one: a line has the color of the first that is in it.
export const KINDS = ["transactions", "writes", "keys", "calls", "reads", "hidden", "imports"];
export const KIND_TITLES = {
  transactions: "transactions",
  writes: "writes",
  keys: "foreign keys",
  calls: "calls",
  reads: "reads",
  hidden: "hidden edges",
  imports: "imports",
};
const ONE = { transactions: "transaction", writes: "write", keys: "foreign key", calls: "call" };
Object.assign(ONE, { reads: "read", hidden: "hidden edge", imports: "import" });
export const countedKind = (count, kind) =>
  `${count.toLocaleString("en")} ${count === 1 ? ONE[kind] : KIND_TITLES[kind]}`;
const KEYS = new Set(["foreign-key", "relation", "model-name"]);

// Every fact that ties two nodes, once: which kind, from where to where, how often, and where.
export function factsOf(program) {
  const facts = [];
  const add = (kind, one, other, count, file, line, said = "") =>
    facts.push({ kind, one, other, count, file, line, said });
  for (const c of program.calls) add("calls", c.caller, c.callee, c.count, c.file, c.line);
  for (const a of program.accesses) {
    const kind = a.isWrite ? "writes" : "reads";
    add(kind, a.function, program.nodeOfTable(a.table), a.count, a.file, a.line);
  }
  for (const one of program.hidden) {
    const kind = KEYS.has(one.kind) ? "keys" : "hidden";
    add(kind, one.source, one.target, one.count, one.file, one.line, one.kind);
  }
  const code = new Map();
  for (const one of program.functions) if (!one.name) code.set(one.module, one.number);
  for (const one of program.imports) {
    const { file } = program.modules[one.module];
    const ends = [code.get(one.module), code.get(one.target)];
    add("imports", ...ends, 1, file, one.line, one.names);
  }
  return facts;
}

// Links between areas: a call between services, a table of somebody else, an owner's transaction.
export function linksOfAreas(program, facts, homes) {
  const areaOf = (node) =>
    node >= program.functions.length
      ? homes.areaOfTable[node - program.functions.length]
      : (homes.areaOfFunction[node] ?? NOWHERE);
  const links = new Links();
  for (const fact of facts) links.add(areaOf(fact.one), areaOf(fact.other), fact);
  for (const transaction of program.transactions) {
    const owners = ownersIn(transaction, homes).sort();
    for (let at = 0; at < owners.length; at++) {
      for (const other of owners.slice(at + 1)) {
        links.add(owners[at], other, factOfTransaction(program, transaction));
      }
    }
  }
  return links.all();
}

export function factOfTransaction(program, { function: one, file, line, tables }) {
  const said = tables.map((table) => program.tables[table].name).join(", ");
  return { kind: "transactions", one, other: one, count: 1, file, line, said };
}

// Links of one box to others, or of all boxes of a group: `isIn` tells which count.
export function linksOfBoxes(program, facts, isIn) {
  const links = new Links();
  for (const fact of facts) {
    const one = program.boxOfNode(fact.one);
    const other = program.boxOfNode(fact.other);
    if (one >= 0 && other >= 0 && isIn(one) !== isIn(other)) links.add(one, other, fact);
  }
  for (const transaction of program.transactions) {
    const opener = program.boxOfNode(transaction.function);
    for (const table of transaction.tables.map(program.boxOfTable)) {
      if (opener >= 0 && isIn(opener) !== isIn(table)) {
        links.add(opener, table, factOfTransaction(program, transaction));
      }
    }
  }
  return links.all();
}

// Links of one function.
export function linksOfFunction(program, facts, number) {
  const links = new Links();
  for (const fact of facts) {
    if (fact.one !== fact.other && (fact.one === number || fact.other === number)) {
      links.add(fact.one, fact.other, fact);
    }
  }
  return links.all();
}

class Links {
  #found = new Map();

  add(from, to, fact) {
    if (from === to || from === undefined || to === undefined) return;
    const key = `${from}\n${to}`;
    let link = this.#found.get(key);
    if (!link) this.#found.set(key, (link = { from, to, counts: {}, facts: [] }));
    link.counts[fact.kind] = (link.counts[fact.kind] ?? 0) + fact.count;
    link.facts.push(fact);
  }

  all = () => [...this.#found.values()];
}

// How many there are of the kinds that are shown.
export const countOf = (link, shown) =>
  KINDS.reduce((total, kind) => total + (shown.has(kind) ? (link.counts[kind] ?? 0) : 0), 0);

export const worstOf = (link, shown) => KINDS.find((kind) => shown.has(kind) && link.counts[kind]);

// "3 transactions, 1 call": all kinds.
export const summed = (link) =>
  KINDS.filter((kind) => link.counts[kind])
    .map((kind) => countedKind(link.counts[kind], kind))
    .join(", ");
