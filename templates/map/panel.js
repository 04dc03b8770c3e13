// The column beside the map: how good the plan is, and what is known of the thing that was clicked.

import { h } from "./elements.js";
import { isService, titleOf } from "./plan.js";

const MOST = 15;

// What is known of a thing, as elements; `go` opens another one, `move` puts a box elsewhere.
export function drawFacts(facts, { go, move, areas }) {
  return [
    h("h2", {}, facts.title),
    h("p", { class: "dim" }, facts.what),
    facts.place && placeOf(facts.place),
    h(
      "p",
      {},
      facts.lines.filter(Boolean).map((line) => h("span", { class: "line" }, line)),
    ),
    facts.move && moveTo(facts.move, move, areas),
    facts
      .groups()
      .filter((group) => group.rows.length)
      .map((group) => drawGroup(group, go)),
  ];
}

const placeOf = (place) => h("code", { class: "place" }, place);

function moveTo({ target, area }, move, areas) {
  const isElsewhere = !areas.includes(area);
  const select = h(
    "select",
    { "aria-label": "Move to", onchange: () => move(target, select.value) },
    isElsewhere && h("option", { value: area, selected: true, disabled: true }, titleOf(area)),
    areas.map((one) => h("option", { value: one, selected: one === area }, titleOf(one))),
  );
  return h("label", { class: "move" }, "Move to ", select);
}

function drawGroup({ title, rows }, go) {
  const list = h(
    "ul",
    {},
    rows.slice(0, MOST).map((row) => drawRow(row, go)),
  );
  if (rows.length > MOST) {
    const more = h(
      "button",
      {
        type: "button",
        class: "more",
        onclick: () => {
          more.remove();
          list.append(...rows.slice(MOST).map((row) => drawRow(row, go)));
        },
      },
      `${rows.length - MOST} more`,
    );
    return h("section", {}, h("h3", {}, title), list, more);
  }
  return h("section", {}, h("h3", {}, title), list);
}

function drawRow({ text, note, target, place, under }, go) {
  const name = target
    ? h("button", { type: "button", class: "name", onclick: () => go(target) }, text)
    : h("span", { class: "name" }, text);
  const line = [name, note && h("span", { class: "note" }, note)];
  if (place) return h("li", {}, line, h("div", { class: "sub" }, placeOf(place)));
  if (!under?.length) return h("li", { class: "row" }, line);
  const details = h("details", {}, h("summary", { "aria-label": `why: ${text}` }, note ?? ""));
  details.addEventListener("toggle", () => {
    if (details.childElementCount === 1) details.append(...drawUnder(under));
  });
  return h("li", { class: "row" }, name, details);
}

function drawUnder(under) {
  return under.map(({ text, places }) =>
    h(
      "div",
      { class: "sub" },
      text && h("div", { class: "signal" }, text),
      places.map((one) => h("div", {}, one.place && placeOf(one.place), " ", one.text)),
    ),
  );
}

// The metrics: [key, what it is called, whether more is better, what a list of it is made of].
export const METRICS = [
  ["modularity", "modularity", true],
  ["calls", "calls between services", false],
  ["calls_share", "their share of all calls", false],
  ["inter_partition", "share of calling pairs", false],
  ["two_writers", "tables that two write", false],
  ["entropy", "transaction entropy", false],
  ["spanning", "transactions that span", false],
  ["balance", "size balance", true],
  ["cycles", "cycles of services", false],
];

export const numberOf = (value) => (Array.isArray(value) ? value.length : value);

export function drawMetrics(now, before, louvain) {
  const hasChanged = JSON.stringify(numbersOf(now)) !== JSON.stringify(numbersOf(before));
  const rows = METRICS.map(([key, title, isMore]) => {
    const [value, old] = [numberOf(now[key]), numberOf(before[key])];
    const change = value === old ? "" : value > old === isMore ? "better" : "worse";
    return h(
      "tr",
      { "data-metric": key },
      h("th", { scope: "row" }, title),
      h(
        "td",
        { class: `now ${change}`, title: change },
        String(value),
        change && (value > old ? " ▲" : " ▼"),
      ),
      hasChanged && h("td", { class: "dim" }, String(old)),
      h("td", { class: "dim" }, String(louvain[key])),
    );
  });
  return h(
    "table",
    { class: "metrics" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", {}, ""),
        h("th", {}, "now"),
        hasChanged && h("th", {}, "before"),
        h("th", { title: "a plain division of the modules, to compare with" }, "Louvain"),
      ),
    ),
    h("tbody", {}, rows),
  );
}

const numbersOf = (metrics) => METRICS.map(([key]) => numberOf(metrics[key]));

// Modules may be in any area, tables and functions in services.
export const areasToMoveTo = (areas, isModule) => (isModule ? areas : areas.filter(isService));
