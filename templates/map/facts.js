// What is known of a thing: a title, a place, and groups of lines that lead on; these are made when
// somebody wants to see them.

import { KINDS, countedKind, linksOfBoxes, linksOfFunction, summed } from "./links.js";
import { counted } from "./elements.js";
import { isService, titleOf } from "./plan.js";
import { MODULE_CODE } from "./program.js";

const MOST = 12;

// A target is {kind: "area" | "box" | "function" | "link", key}.
export const areaTarget = (area) => ({ kind: "area", key: area, id: `a:${area}` });
export const boxTarget = (box) => ({ kind: "box", key: box, id: `b:${box}` });
export const functionTarget = (number) => ({ kind: "function", key: number, id: `f:${number}` });
export const linkTarget = (id, link, areAreas) => ({ kind: "link", key: link, id, areAreas });

export function factsAbout(target, program, view) {
  const about = { area: aboutArea, box: aboutBox, function: aboutFunction, link: aboutLink };
  return about[target.kind](target.key, program, view, target);
}

function aboutArea(area, program, { homes, links }) {
  const modules = program.modules.filter((one) => homes.areaOfModule[one.number] === area);
  const tables = program.tables.filter((one) => homes.areaOfTable[one.number] === area);
  const service = homes.plan.services.find((one) => one.name === area);
  const lines = modules.reduce((total, module) => total + module.lines, 0);
  return {
    title: titleOf(area),
    what: isService(area)
      ? "service"
      : area.trim() === "shared"
        ? "packages that travel along"
        : "stays in the monolith",
    lines: [
      `${counted(modules.length, "module")}, ${counted(lines, "line")}`,
      service && counted(service.entry_points.length, "entry point"),
      `${isService(area) ? "owns " : ""}${counted(tables.length, "table")}`,
    ],
    groups: () => [
      linkGroup(
        "To others",
        links.filter((link) => link.from === area),
        (link) => link.to,
      ),
      linkGroup(
        "From others",
        links.filter((link) => link.to === area),
        (link) => link.from,
      ),
      { title: "Modules", rows: modules.map((one) => row(one.name, "", boxTarget(one.number))) },
      {
        title: "Tables",
        rows: tables.map((one) => row(one.name, "", boxTarget(program.boxOfTable(one.number)))),
      },
    ],
  };
}

function linkGroup(title, links, otherOf) {
  const rows = links
    .map((link) => ({ link, total: Object.values(link.counts).reduce((a, b) => a + b, 0) }))
    .sort((one, other) => other.total - one.total)
    .map(({ link }) =>
      row(
        titleOf(otherOf(link)),
        summed(link),
        linkTarget(`l:${link.from}\n${link.to}`, link, true),
      ),
    );
  return { title, rows };
}

function aboutBox(box, program, { homes, facts }) {
  const isTable = program.isTableBox(box);
  const one = program.box(box);
  const area = homes.areaOfBox(box);
  const groups = () => {
    const links = linksOfBoxes(program, facts, (other) => other === box);
    return [
      { title: "Belongs to", rows: leanings(box, program, homes) },
      { title: "Is tied to", rows: ties(box, program) },
      boxGroup(
        "To others",
        links.filter((link) => link.from === box),
        (link) => link.to,
        program,
      ),
      boxGroup(
        "From others",
        links.filter((link) => link.to === box),
        (link) => link.from,
        program,
      ),
      ...(isTable ? [] : contents(one, program)),
    ];
  };
  return {
    title: one.name,
    what: isTable
      ? `table, ${isService(area) ? `owned by ${area}` : "nobody owns it"}`
      : `module, ${titleOf(area)}`,
    place: program.placeOfBox(box),
    lines: isTable
      ? [one.model && `declared by ${one.model}`]
      : [
          `${counted(one.lines, "line")}, ${counted(one.functions.length, "function")}`,
          one.entries.length > 0 && `answers ${counted(one.entries.length, "entry point")}`,
        ],
    move: { target: boxTarget(box), area },
    groups,
  };
}

// How much of what ties a box leads into each area.
function leanings(box, program, homes) {
  const weights = new Map();
  let total = 0;
  for (const [other, { weight }] of program.box(box).ties) {
    const area = homes.areaOfBox(other);
    weights.set(area, (weights.get(area) ?? 0) + weight);
    total += weight;
  }
  return [...weights]
    .sort((one, other) => other[1] - one[1])
    .map(([area, weight]) =>
      row(titleOf(area), `${Math.round((100 * weight) / total)} %`, areaTarget(area)),
    );
}

function ties(box, program) {
  return program
    .box(box)
    .ties.toSorted((one, other) => other[1].weight - one[1].weight)
    .map(([other, tie]) => ({
      ...row(program.box(other).name, tie.weight.toFixed(2), boxTarget(other)),
      under: evidenceOf(tie, program),
    }));
}

// What each signal says of a pair, with the lines that say so.
export function evidenceOf(tie, program) {
  return tie.evidence
    .toSorted((one, other) => other[1] - one[1])
    .map(([signal, weight, count, facts]) => ({
      text: `${program.signals[signal]} ${weight.toFixed(2)}, ${counted(count, "fact")}`,
      places: facts.map(([one, other, file, line]) => ({
        place: program.place(file, line),
        text: `${program.nameOfNode(one)} – ${program.nameOfNode(other)}`,
      })),
    }));
}

function boxGroup(title, links, otherOf, program) {
  const rows = links
    .map((link) => ({
      ...row(program.box(otherOf(link)).name, summed(link), boxTarget(otherOf(link))),
      under: factLines(link, program),
    }))
    .sort((one, other) => (one.text < other.text ? -1 : 1));
  return { title, rows };
}

function factLines(link, program) {
  const places = link.facts.slice(0, MOST).map((fact) => factLine(fact, program));
  if (link.facts.length > MOST)
    places.push({ place: "", text: `… ${link.facts.length - MOST} more` });
  return [{ text: "", places }];
}

function factLine(fact, program) {
  const names = [fact.one, fact.other].map((node) => program.nameOfNode(node));
  const text =
    fact.kind === "transactions"
      ? `${names[0]} writes ${fact.said}`
      : fact.kind === "imports"
        ? `imports ${fact.said || "it"}`
        : `${names[0]} ${VERBS[fact.kind] ?? fact.said} ${names[1]}`;
  return { place: program.place(fact.file, fact.line), text };
}

const VERBS = { calls: "calls", reads: "reads", writes: "writes" };

function contents(module, program) {
  return [
    {
      title: "Answers",
      rows: module.entries.map((entry) =>
        row(entry.label, program.nameOfNode(entry.handler), functionTarget(entry.handler)),
      ),
    },
    {
      title: "Functions",
      rows: module.functions.map((one) =>
        row(one.name, one.line ? `:${one.line}` : "", functionTarget(one.number)),
      ),
    },
  ];
}

function aboutFunction(number, program, { homes, facts }) {
  const one = program.functions[number];
  const entries = program.entries.filter((entry) => entry.handler === number);
  const targetOf = (node) =>
    node < program.functions.length ? functionTarget(node) : boxTarget(program.boxOfNode(node));
  const group = (title, some, otherOf) => ({
    title,
    rows: some.map((link) => ({
      ...row(program.fullNameOfNode(otherOf(link)), summed(link), targetOf(otherOf(link))),
      under: factLines(link, program),
    })),
  });
  return {
    title: one.name || MODULE_CODE,
    what: `${one.kind || "code"} of ${program.modules[one.module]?.name}, ${titleOf(homes.areaOfFunction[number])}`,
    place: program.placeOfFunction(number),
    lines: entries.map((entry) => `answers ${entry.label}`),
    move: one.kind && { target: functionTarget(number), area: homes.areaOfFunction[number] },
    groups: () => {
      const links = linksOfFunction(program, facts, number);
      return [
        group(
          "To others",
          links.filter((link) => link.from === number),
          (link) => link.to,
        ),
        group(
          "From others",
          links.filter((link) => link.to === number),
          (link) => link.from,
        ),
      ];
    },
  };
}

function aboutLink(link, program, view, { areAreas }) {
  const nameOf = areAreas ? titleOf : (end) => (isNaN(end) ? end : endName(end, link, program));
  const byKind = () =>
    KINDS.filter((kind) => link.counts[kind]).map((kind) => ({
      title: countedKind(link.counts[kind], kind),
      rows: link.facts
        .filter((fact) => fact.kind === kind)
        .map((fact) => {
          const { place, text } = factLine(fact, program);
          const target = fact.one < program.functions.length ? functionTarget(fact.one) : undefined;
          return { ...row(text, "", target), place };
        }),
    }));
  return {
    title: `${nameOf(link.from)} → ${nameOf(link.to)}`,
    what: summed(link),
    lines: [],
    groups: byKind,
  };
}

// Ends of a drawn line are boxes, or nodes where functions are drawn.
function endName(end, link, program) {
  const areBoxes = link.facts.every(
    (fact) =>
      [link.from, link.to].includes(program.boxOfNode(fact.one)) || fact.kind === "transactions",
  );
  return areBoxes && program.box(end) ? program.box(end).name : program.fullNameOfNode(end);
}

const row = (text, note, target) => ({ text, note, target });
