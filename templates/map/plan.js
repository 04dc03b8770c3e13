// A plan as migration.yaml has it, and the area that everything is in because of it.

// Areas are the services, by name, and two more; no service has a name with a blank before it.
export const SHARED = " shared";
export const NOWHERE = " nowhere";

const TITLES = { [SHARED]: "shared", [NOWHERE]: "no service" };
export const titleOf = (area) => TITLES[area] ?? area;

// What a service lists.
export const LISTS = ["modules", "entry_points", "owns", "reads", "shared", "calls"];

// Items of lists by one name each: a call is named by whom it calls, a pin by both that it has.
export const nameOf = (item) =>
  item?.service ? `${item.name}\n${item.service}` : String(item?.to ?? item);

export function valueOf(itemName) {
  const [name, service] = itemName.split("\n");
  return service === undefined ? name : { name, service };
}

// Read what a YAML parser made of the file; what is left out is empty.
export function readPlan(tree) {
  const constraints = tree?.constraints ?? {};
  return {
    services: (tree?.services ?? []).map((service) => ({
      name: String(service.name),
      ...Object.fromEntries(LISTS.map((key) => [key, [...(service[key] ?? [])].map(nameOf)])),
    })),
    shared: [...(tree?.shared ?? [])].map(String),
    pinned: (constraints.pinned ?? []).map((pin) => ({
      name: String(pin.name),
      service: String(pin.service),
    })),
    apart: (constraints.apart ?? []).map((names) => names.map(String)),
  };
}

export function copyPlan(plan) {
  const services = plan.services.map((service) => ({
    ...service,
    ...Object.fromEntries(LISTS.map((key) => [key, [...service[key]]])),
  }));
  return { ...plan, services, shared: [...plan.shared], pinned: [...plan.pinned] };
}

export const covers = (prefix, module) => module === prefix || module.startsWith(`${prefix}.`);

// Which area has each module or package that the plan names.
export function prefixesOf(plan) {
  const prefixes = new Map(plan.shared.map((name) => [name, SHARED]));
  for (const service of plan.services) {
    for (const name of service.modules) prefixes.set(name, service.name);
  }
  return prefixes;
}

// The longest prefix wins.
export function areaOfName(prefixes, name) {
  for (let prefix = name; prefix; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf(".")))) {
    const area = prefixes.get(prefix);
    if (area !== undefined) return area;
  }
  return NOWHERE;
}

// Where everything is: as migrator.grouping.homes and migrator.model.ownership have it.
export class Homes {
  constructor(program, plan) {
    this.plan = plan;
    const prefixes = prefixesOf(plan);
    this.areaOfModule = program.modules.map((module) => areaOfName(prefixes, module.name));
    this.#place(program);
    this.areaOfTable = this.#tables(program);
  }

  // A function is where it is pinned, a handler where its first entry point is listed, all else
  // where its module is.
  #place(program) {
    this.areaOfFunction = program.functions.map((one) => this.areaOfModule[one.module] ?? NOWHERE);
    const listed = new Map();
    for (const service of this.plan.services) {
      for (const label of service.entry_points) listed.set(label, service.name);
    }
    const handlers = new Set();
    for (const { label, handler } of program.entries) {
      if (!listed.has(label) || handler < 0 || handlers.has(handler)) continue;
      handlers.add(handler);
      this.areaOfFunction[handler] = listed.get(label);
    }
    const pins = new Map(this.plan.pinned.map((pin) => [pin.name, pin.service]));
    for (const one of pins.size ? program.functions : []) {
      if (pins.has(one.full)) this.areaOfFunction[one.number] = pins.get(one.full);
    }
  }

  #tables(program) {
    const owners = new Map();
    for (const service of this.plan.services) {
      for (const table of service.owns) owners.set(table, service.name);
    }
    return program.tables.map((table) => owners.get(table.name) ?? NOWHERE);
  }

  // The service of a function, undefined where what it is in belongs to several or to none.
  partOf = (number) => serviceIn(this.areaOfFunction[number]);
  ownerOf = (table) => serviceIn(this.areaOfTable[table]);
  areaOfBox = (box) => this.areaOfModule[box] ?? this.areaOfTable[box - this.areaOfModule.length];
}

const serviceIn = (area) => (area === SHARED || area === NOWHERE ? undefined : area);
export const isService = (area) => serviceIn(area) !== undefined;
