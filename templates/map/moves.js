// Move a module or a table: a changed plan, or why that cannot be.

import {
  Homes,
  NOWHERE,
  SHARED,
  areaOfName,
  copyPlan,
  covers,
  isService,
  prefixesOf,
  titleOf,
} from "./plan.js";

export class Refusal extends Error {}

// Put one module into another area, and nothing else: modules below it stay where they are.
export function moveModule(program, plan, number, area) {
  const { name, entries } = program.modules[number];
  const before = new Homes(program, plan);
  const from = before.areaOfModule[number];
  if (from === area) return plan;
  refusePinned(plan, name, area);
  const next = copyPlan(plan);
  for (const list of moduleLists(next)) take(list, name);
  if (from === SHARED) for (const service of next.services) take(service.shared, name);
  putModule(next, name, area);
  keepBelow(program, next, number, before);
  moveEntries(program, next, entries, from, area);
  refuseApart(program, next);
  return next;
}

// Put one table into another service; who had it and uses it still reads it.
export function moveTable(program, plan, number, area) {
  const { name } = program.tables[number];
  const before = new Homes(program, plan);
  const from = before.areaOfTable[number];
  if (from === area) return plan;
  if (area === SHARED) throw new Refusal("a table is owned by a service; packages are shared");
  const next = copyPlan(plan);
  for (const service of next.services) take(service.owns, name);
  const owner = serviceCalled(next, area);
  if (owner) {
    owner.owns.push(name);
    take(owner.reads, name);
  }
  const user = serviceCalled(next, from);
  const uses = ({ table, function: one }) => table === number && before.partOf(one) === from;
  if (user && !user.reads.includes(name) && program.accesses.some(uses)) user.reads.push(name);
  return next;
}

// Pin one function to another service: it moves alone, with the entry points that it answers.
export function moveFunction(program, plan, number, area) {
  const { full, module } = program.functions[number];
  const before = new Homes(program, plan);
  if (before.areaOfFunction[number] === area) return plan;
  if (!isService(area)) throw new Refusal("a function is pinned to a service, or is in its module");
  const next = copyPlan(plan);
  next.pinned = plan.pinned.filter((pin) => pin.name !== full);
  if (before.areaOfModule[module] !== area) next.pinned.push({ name: full, service: area });
  const pinned = new Set(plan.pinned.map((pin) => pin.name));
  const answered = program.entries.filter(({ handler }) => handler === number);
  for (const label of new Set(answered.map((entry) => entry.label))) {
    if (pinned.has(label)) throw new Refusal(`${label} is pinned: change constraints.pinned`);
    for (const service of next.services) take(service.entry_points, label);
    serviceCalled(next, area).entry_points.push(label);
  }
  refuseApart(program, next);
  return next;
}

// A plan without calls of others that are of the service itself by now.
export function withoutOwnCalls(first, plan) {
  const [before, after] = [first, plan].map(prefixesOf);
  const isOwn = (service, function_) => {
    const module = function_.split(":")[0];
    const [old, now] = [before, after].map((prefixes) => areaOfName(prefixes, module));
    return now === service.name && old !== now;
  };
  const services = plan.services.map((service) => ({
    ...service,
    calls: service.calls.filter((call) => !isOwn(service, call)),
  }));
  return { ...plan, services };
}

function putModule(plan, name, area) {
  if (areaOfName(prefixesOf(plan), name) === area) return;
  if (area === NOWHERE) {
    throw new Refusal(
      `${name} lies in a package that a service has: name the parts of the package`,
    );
  }
  (area === SHARED ? plan.shared : serviceCalled(plan, area).modules).push(name);
}

// A package goes without what lies in it: that is named where it is now.
function keepBelow(program, plan, number, before) {
  const { name } = program.modules[number];
  const prefixes = prefixesOf(plan);
  const below = program.modules.filter((one) => one.number !== number && covers(name, one.name));
  for (const module of below.sort((one, other) => one.name.length - other.name.length)) {
    const area = before.areaOfModule[module.number];
    if (areaOfName(prefixes, module.name) === area) continue;
    if (area === NOWHERE) {
      throw new Refusal(
        `${module.name} would move with ${name}, and is in no service: move it first`,
      );
    }
    prefixes.set(module.name, area);
    (area === SHARED ? plan.shared : serviceCalled(plan, area).modules).push(module.name);
  }
}

// Entry points are answered where their handler is; those that are pinned stay.
function moveEntries(program, plan, entries, from, area) {
  const old = serviceCalled(plan, from);
  const pinned = new Set(plan.pinned.map((pin) => pin.name));
  const moving = [...new Set(entries.map((entry) => entry.label))].filter(
    (label) =>
      old?.entry_points.includes(label) &&
      !pinned.has(label) &&
      !entries.some((e) => e.label === label && pinned.has(program.functions[e.handler].full)),
  );
  if (!moving.length) return;
  if (!isService(area)) {
    throw new Refusal(`it answers ${moving[0]}: only a service can, and this is ${titleOf(area)}`);
  }
  for (const label of moving) {
    take(old.entry_points, label);
    serviceCalled(plan, area).entry_points.push(label);
  }
}

function refusePinned(plan, name, area) {
  const pin = plan.pinned.find((one) => covers(one.name, name) && one.service !== area);
  if (pin) throw new Refusal(`${pin.name} is pinned to ${pin.service}: change constraints.pinned`);
}

function refuseApart(program, plan) {
  const homes = new Homes(program, plan);
  for (const names of plan.apart) {
    const holders = names.map((name) => servicesWith(program, homes, name));
    for (let at = 0; at < names.length; at++) {
      for (let other = at + 1; other < names.length; other++) {
        const both = [...holders[at]].find((service) => holders[other].has(service));
        if (!both) continue;
        throw new Refusal(
          `${names[at]} and ${names[other]} must be apart: ${both} would have both`,
        );
      }
    }
  }
}

function servicesWith(program, homes, prefix) {
  const inside = program.modules.filter((module) => covers(prefix, module.name));
  const labels = new Set(inside.flatMap((module) => module.entries.map((entry) => entry.label)));
  const answering = homes.plan.services.filter((s) => s.entry_points.some((l) => labels.has(l)));
  const holding = inside.map((module) => homes.areaOfModule[module.number]).filter(isService);
  return new Set([...holding, ...answering.map((service) => service.name)]);
}

const moduleLists = (plan) => [plan.shared, ...plan.services.map((service) => service.modules)];
const serviceCalled = (plan, name) => plan.services.find((service) => service.name === name);

function take(list, name) {
  const at = list.indexOf(name);
  if (at >= 0) list.splice(at, 1);
}
