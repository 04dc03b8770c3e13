// migration.yaml with other lists in it: lines come and go, no other byte changes.

import { parseDocument, stringify } from "yaml";
import { LISTS, nameOf, readPlan, valueOf } from "./plan.js";

const OPTIONS = { keepSourceTokens: true, merge: true };
const WRITING = { lineWidth: 0 };

export const parsePlan = (text) => readPlan(parseDocument(text, OPTIONS).toJS() ?? {});

// Return `text` with what `plan` lists. Where a list is not written in lines ([a, b]), the file is
// written anew by the library, which keeps comments and order, but not every blank.
export function writePlan(text, plan) {
  const document = parseDocument(text, OPTIONS);
  const edited = editLines(text, changesIn(document, plan));
  return says(edited, plan) ? edited : writeAnew(text, plan);
}

const says = (text, plan) =>
  JSON.stringify(inOrder(parsePlan(text))) === JSON.stringify(inOrder(plan));

// Lists are sets: what comes back need not stand where it stood.
function inOrder(plan) {
  const sorted = (service) =>
    Object.fromEntries(LISTS.map((key) => [key, service[key].toSorted()]));
  const services = plan.services.map((service) => ({ ...service, ...sorted(service) }));
  const pinned = plan.pinned.map(nameOf).toSorted();
  return { ...plan, services, shared: plan.shared.toSorted(), pinned };
}

// The lists that differ: the mapping that has one, its key, the list as it is and as it should be.
function changesIn(document, plan) {
  const before = readPlan(document.toJS() ?? {});
  const changes = [];
  const compare = (path, key, old, wanted) => {
    const isSame = JSON.stringify(old.toSorted()) === JSON.stringify(wanted.toSorted());
    const owner = path.length ? document.getIn(path, true) : document.contents;
    if (!isSame) changes.push({ path, owner, key, old, wanted });
  };
  plan.services.forEach((service, at) => {
    for (const key of LISTS) {
      compare(["services", at], key, before.services[at][key], service[key]);
    }
  });
  compare([], "shared", before.shared, plan.shared);
  compare(["constraints"], "pinned", before.pinned.map(nameOf), plan.pinned.map(nameOf));
  return changes;
}

function editLines(text, changes) {
  const lines = text.split("\n");
  const starts = [0];
  for (const line of lines) starts.push(starts.at(-1) + line.length + 1);
  const lineAt = (offset) => starts.findLastIndex((start) => start <= offset);
  const written = new Map(); // key and name -> the line that goes, with its comment
  const edits = changes.flatMap((change) => editsOf(change, lines, lineAt, written));
  for (const { at, count, put } of edits.sort((one, other) => other.at - one.at)) {
    lines.splice(at, count, ...put.map((make) => make(written)));
  }
  return lines.join("\n");
}

function editsOf({ owner, key, old, wanted }, lines, lineAt, written) {
  const list = owner?.get?.(key, true);
  const gone = old.filter((name) => !wanted.includes(name));
  const added = wanted.filter((name) => !old.includes(name));
  if (!owner?.range) return []; // there is nothing to write it into: the file is written anew
  if (!list?.items?.length) return [intoEmpty(owner, key, list, added, lines, lineAt)];
  const lineOf = (item) => lineAt(item.range[0]);
  const lastOf = (item) => lineAt(endOf(item) - 1);
  const first = lines[lineOf(list.items[0])];
  const indent = first.slice(0, first.indexOf("-"));
  const edits = list.items
    .filter((item) => gone.includes(nameOf(item.toJSON())))
    .map((item) => {
      const line = lines[lineOf(item)];
      written.set(`${key} ${nameOf(item.toJSON())}`, line.slice(line.indexOf("-")));
      return { at: lineOf(item), count: lastOf(item) - lineOf(item) + 1, put: [] };
    });
  const put = added.map(
    (name) => (known) => indent + (known.get(`${key} ${name}`) ?? itemOf(name)),
  );
  if (gone.length === old.length && !added.length) {
    const above = lineAt(list.range[0]) - (lineOf(list.items[0]) === lineAt(list.range[0]) ? 1 : 0);
    edits.push({ at: above, count: 1, put: [() => `${lines[above].trimEnd()} []`] });
  } else if (put.length) {
    edits.push({ at: lastOf(list.items.at(-1)) + 1, count: 0, put });
  }
  return edits;
}

// Where a value ends, without the line breaks and comments behind it.
function endOf(node) {
  if (!node.items?.length) return node.range[1];
  const last = node.items.at(-1);
  return endOf(last.value ?? last.key ?? last);
}

// A list that is empty, or not there: below its key, or behind the last line of its mapping.
function intoEmpty(owner, key, list, added, lines, lineAt) {
  const column = (line) => line.length - line.replace(/^[ -]*/, "").length;
  const items = (indent) =>
    added.map((name) => (known) => `${indent}  ${known.get(`${key} ${name}`) ?? itemOf(name)}`);
  if (list) {
    const at = lineAt(list.range[0]);
    const indent = " ".repeat(column(lines[at]));
    const head = lines[at].slice(0, lines[at].indexOf(`${key}:`)) + `${key}:`;
    return { at, count: 1, put: [() => head, ...items(indent)] };
  }
  const last = lineAt(Math.max(0, owner.range[1] - 1));
  const indent = " ".repeat(column(lines[lineAt(owner.range[0])]));
  return { at: last + 1, count: 0, put: [() => `${indent}${key}:`, ...items(indent)] };
}

function itemOf(name) {
  const value = valueOf(name);
  const written = (one) => stringify(one, WRITING).trim();
  if (typeof value === "string") return `- ${written(value)}`;
  return `- {name: ${written(value.name)}, service: ${written(value.service)}}`;
}

function writeAnew(text, plan) {
  const document = parseDocument(text, OPTIONS);
  for (const { path, owner, key, wanted } of changesIn(document, plan)) {
    const list = owner?.get?.(key, true);
    if (!list?.items) {
      document.setIn([...path, key], document.createNode(wanted.map(valueOf)));
      continue;
    }
    list.items = [
      ...list.items.filter((item) => wanted.includes(nameOf(item.toJSON()))),
      ...wanted
        .filter((name) => !list.items.some((item) => nameOf(item.toJSON()) === name))
        .map((name) => document.createNode(valueOf(name))),
    ];
  }
  return document.toString(WRITING);
}
