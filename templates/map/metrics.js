// How good a plan is: the metrics of docs/grouping.md, as migrator.grouping.judge measures them.

import { isService } from "./plan.js";

const SMALL = 5; // entry points of a service that one team can know
const LARGE = 20;

export function measure(program, homes) {
  const crossing = [];
  const inner = [];
  for (const call of program.calls) {
    const one = homes.partOf(call.caller);
    const other = homes.partOf(call.callee);
    if (one && other) (one === other ? inner : crossing).push(call);
  }
  const [across, within] = [crossing, inner].map((calls) => sum(calls, (call) => call.count));
  const [loud, quiet] = [crossing, inner].map((calls) =>
    sum(calls, (call) => Math.log(call.count) + 1),
  );
  const runners = findRunners(program, homes);
  const { services, pinned } = homes.plan;
  return {
    services: new Set(
      [...services, ...pinned.map((pin) => ({ name: pin.service }))].map((s) => s.name),
    ).size,
    modularity: rounded(modularity(program, homes)),
    calls: across,
    calls_share: rounded(share(across, across + within)),
    inter_partition: rounded(share(loud, loud + quiet)),
    two_writers: twoWriters(program, runners),
    entropy: rounded(meanEntropy(program, runners)),
    spanning: spanning(program, homes),
    transactions: program.transactions.length,
    balance: rounded(balance(services.map((service) => service.entry_points.length))),
    cycles: cycles(crossing, homes),
  };
}

// The services in which each function runs: its own; what is shared travels with its callers.
function findRunners(program, homes) {
  const below = new Map();
  for (const { caller, callee } of program.calls) {
    if (homes.partOf(callee)) continue;
    if (!below.has(caller)) below.set(caller, []);
    below.get(caller).push(callee);
  }
  const inside = program.functions.map(() => new Set());
  const waiting = program.functions
    .map(({ number }) => [number, homes.partOf(number)])
    .filter(([, part]) => part);
  while (waiting.length) {
    const [number, part] = waiting.pop();
    if (inside[number].has(part)) continue;
    inside[number].add(part);
    for (const callee of below.get(number) ?? []) waiting.push([callee, part]);
  }
  return inside;
}

function twoWriters(program, runners) {
  const writers = partsByTable(
    program.accesses.filter((access) => access.isWrite),
    runners,
  );
  return program.tables.filter((table) => (writers.get(table.number)?.size ?? 0) > 1);
}

// The mean over tables of the entropy of which services use it, in nats.
function meanEntropy(program, runners) {
  const entropies = [...partsByTable(program.accesses, runners).values()].map((counts) => {
    const total = sum([...counts.values()], (count) => count);
    return -sum([...counts.values()], (count) => (count / total) * Math.log(count / total));
  });
  return entropies.length ? sum(entropies, (entropy) => entropy) / entropies.length : 0;
}

// Table -> service -> how many functions that use the table run there.
function partsByTable(accesses, runners) {
  const users = new Map();
  for (const { table, function: user } of accesses) {
    if (!users.has(table)) users.set(table, new Set());
    users.get(table).add(user);
  }
  return new Map(
    [...users].map(([table, functions]) => {
      const counts = new Map();
      for (const user of functions) {
        for (const part of runners[user] ?? []) counts.set(part, (counts.get(part) ?? 0) + 1);
      }
      return [table, counts];
    }),
  );
}

// The owners of the tables that a transaction writes.
export function ownersIn(transaction, homes) {
  return [...new Set(transaction.tables.map(homes.ownerOf).filter(Boolean))];
}

// Transactions that write tables of several services; of those on one line, the first.
function spanning(program, homes) {
  const found = new Map();
  for (const transaction of program.transactions) {
    if (ownersIn(transaction, homes).length < 2) continue;
    const place = program.place(transaction.file, transaction.line);
    if (!found.has(place)) found.set(place, transaction);
  }
  return [...found.values()];
}

// Newman's modularity of the weighted modules; what is in no service is a part of its own.
function modularity(program, homes) {
  const partOf = (box) =>
    isService(homes.areaOfModule[box]) ? homes.areaOfModule[box] : `:${box}`;
  const degrees = new Map();
  let total = 0;
  let inside = 0;
  for (const { one, other, weight } of program.ties) {
    if (program.isTableBox(one) || program.isTableBox(other)) continue;
    const parts = [partOf(one), partOf(other)];
    total += weight;
    if (parts[0] === parts[1]) inside += weight;
    for (const part of parts) degrees.set(part, (degrees.get(part) ?? 0) + weight);
  }
  if (!total) return 0;
  return inside / total - sum([...degrees.values()], (degree) => (degree / (2 * total)) ** 2);
}

function balance(sizes) {
  const counts = sizes.filter(Boolean);
  const fitting = (size) => size * Math.min(1, size / SMALL, LARGE / size);
  return counts.length ? sum(counts, fitting) / sum(counts, (size) => size) : 1;
}

// Groups of services that call each other in a circle, sorted.
function cycles(crossing, homes) {
  const called = new Map();
  for (const { caller, callee } of crossing) {
    const one = homes.partOf(caller);
    if (!called.has(one)) called.set(one, new Set());
    called.get(one).add(homes.partOf(callee));
  }
  const reached = new Map([...called.keys()].map((name) => [name, reachedFrom(name, called)]));
  const groups = new Map();
  for (const [name, others] of reached) {
    const group = [...others].filter((other) => reached.get(other)?.has(name)).sort();
    if (group.length > 1) groups.set(group.join("\n"), group);
  }
  return [...groups.keys()].sort().map((key) => groups.get(key));
}

function reachedFrom(start, called) {
  const seen = new Set();
  const waiting = [...called.get(start)];
  while (waiting.length) {
    const name = waiting.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...(called.get(name) ?? []));
  }
  return seen;
}

const sum = (items, value) => items.reduce((total, item) => total + value(item), 0);
const share = (some, everything) => (everything ? some / everything : 0);

// Three digits, a half to the even one, as Python rounds. A half is exact in sixteenths only.
function rounded(value) {
  if (Math.abs(value * 16) % 2 !== 1) return Number(value.toFixed(3));
  const below = Math.floor(value * 1000);
  return (below % 2 ? below + 1 : below) / 1000;
}
