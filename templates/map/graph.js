// The graph as it is drawn, by Cytoscape: https://js.cytoscape.org

import cytoscape from "cytoscape";
import { fontFor } from "./layout.js";
import { KINDS, countOf, worstOf } from "./links.js";
import { hueOf, palette } from "./palette.js";
import { isService } from "./plan.js";

const FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif";
const MOST_LINKS = 60; // more than that is a hairball: those of one service are shown when asked

export function openGraph(container, options = {}) {
  cytoscape.warnings(false);
  const graph = cytoscape({
    container,
    style: styleOf(palette()),
    minZoom: 0.005,
    maxZoom: 3,
    boxSelectionEnabled: false,
    autounselectify: true,
    ...options,
  });
  const repaint = () => graph.style(styleOf(palette()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  return { graph, repaint };
}

export const idOfArea = (area) => `a:${area}`;
const idOfName = (area) => `n:${area}`;

// An area and, above all that is in it, its name; `position` counts among its neighbours.
export function areaElements(area, title, position, { width, height }, { x, y }) {
  const neutral = isService(area) ? "" : " neutral";
  const hue = hueOf(position);
  return [
    {
      classes: `area${neutral}`,
      data: { id: idOfArea(area), area, hue, width, height },
      position: { x, y },
      grabbable: false,
    },
    {
      classes: `name${neutral}`,
      data: { id: idOfName(area), title, font: 16, wrap: width },
      position: { x, y },
      grabbable: false,
    },
  ];
}

// The strongest links between areas of the kinds that are shown; those of `focus` all.
export function linkElements(links, shown, focus = undefined) {
  const found = links
    .map((link) => ({ link, count: countOf(link, shown), kind: worstOf(link, shown) }))
    .filter(({ count }) => count)
    .sort((one, other) => other.count - one.count);
  const isFocus = ({ link }) => link.from === focus || link.to === focus;
  const isAmong = ({ link }) => isService(link.from) && isService(link.to);
  const drawn = new Set([...found.filter(isAmong).slice(0, MOST_LINKS), ...found.filter(isFocus)]);
  return [...drawn].map(({ link, count, kind }) => ({
    group: "edges",
    classes: `link ${kind}`,
    data: {
      id: `l:${link.from}\n${link.to}`,
      source: idOfArea(link.from),
      target: idOfArea(link.to),
      link,
      strength: strengthOf(count),
      width: 1,
    },
  }));
}

// How many pairs of services are tied by what is shown.
export const countLinks = (links, shown) =>
  links.filter((one) => isService(one.from) && isService(one.to) && countOf(one, shown)).length;

export const strengthOf = (count) => 1 + Math.log2(1 + count);

// Lines and names keep their size on the screen; names that do not fit end in dots. Far away they
// are in the middle of their area; in those of `near`, above what is in them.
export function fitToZoom(graph, near = new Set()) {
  const zoom = graph.zoom();
  const size = fontFor(graph.width());
  graph.batch(() => {
    for (const area of graph.nodes(".area")) {
      const { width, height } = area.data();
      const isNear = near.has(area.data("area"));
      const { x, y } = area.position();
      const font = isNear ? Math.min(height / 12, 15 / zoom) : Math.min(size / zoom, height * 0.8);
      const name = graph.$id(idOfName(area.data("area")));
      name.data({ font, wrap: Math.max(10, width - 6 / zoom) });
      name.position({ x, y: isNear ? y - height / 2 + font * 0.8 : y });
    }
    for (const node of graph.nodes(".moved, .focus")) {
      node.data("mark", (node.hasClass("area") ? 3 : 2) / Math.min(zoom, 0.8));
    }
    for (const line of graph.edges()) {
      line.data("width", (0.35 * line.data("strength") + 0.4) / zoom);
    }
  });
}

function styleOf(colors) {
  return [...nodes(colors), ...edges(colors), ...marks(colors)];
}

const nodes = (colors) => [
  {
    selector: "node",
    style: {
      shape: "round-rectangle",
      width: "data(width)",
      height: "data(height)",
      color: colors.ink,
      "font-family": FONT,
      "text-valign": "center",
      "min-zoomed-font-size": 6,
      "z-index-compare": "manual",
      "overlay-opacity": 0,
      "border-width": 1,
      "border-color": colors.line,
    },
  },
  {
    selector: ".area",
    style: {
      "z-index": 0,
      "background-color": (node) => colors.area(node.data("hue")),
      "border-color": (node) => colors.border(node.data("hue")),
      "border-width": 2,
      "corner-radius": 14,
    },
  },
  {
    selector: ".area.neutral",
    style: {
      "background-color": colors.neutral,
      "border-color": colors.line,
      "border-style": "dashed",
    },
  },
  {
    selector: ".name",
    style: {
      "z-index": 8,
      width: 1,
      height: 1,
      "background-opacity": 0,
      "border-width": 0,
      events: "no",
      label: "data(title)",
      "font-size": "data(font)",
      "font-weight": 600,
      "text-wrap": "ellipsis",
      "text-max-width": "data(wrap)",
      "min-zoomed-font-size": 0,
      "text-outline-color": colors.paper,
      "text-outline-width": (node) => node.data("font") / 7,
      "text-outline-opacity": 0.85,
    },
  },
  { selector: ".name.neutral", style: { color: colors.dim } },
  {
    selector: ".box",
    style: {
      "z-index": 3,
      "background-color": colors.module,
      label: "data(title)",
      "font-size": "data(font)",
      "text-wrap": "wrap",
      "text-overflow-wrap": "anywhere",
      "text-max-width": (node) => node.data("width") * 0.92,
      "corner-radius": 5,
    },
  },
  { selector: ".box.far", style: { label: "", "border-width": 0, opacity: 0.6 } },
  { selector: ".table", style: { shape: "barrel", "background-color": colors.table } },
  {
    selector: ".open",
    style: {
      label: "data(line)",
      "text-wrap": "ellipsis",
      "font-size": (node) => 16 * node.data("scale"),
      "text-valign": "top",
      "text-margin-y": (node) => 28 * node.data("scale"),
    },
  },
  {
    selector: ".function",
    style: {
      "z-index": 4,
      "background-color": colors.function,
      label: "data(title)",
      "border-width": 0,
      "corner-radius": 3,
      "font-size": (node) => 12 * node.data("scale"),
      "text-wrap": "ellipsis",
      "text-max-width": (node) => node.data("width") * 0.96,
    },
  },
  { selector: ".function.class", style: { "background-opacity": 0, color: colors.dim } },
  { selector: ".function.entry", style: { "font-weight": 700 } },
];

const edges = (colors) => [
  {
    selector: "edge",
    style: {
      "curve-style": "bezier",
      width: "data(width)",
      "target-arrow-shape": "triangle",
      "arrow-scale": 0.9,
      "z-index-compare": "manual",
      "z-index": 2,
      opacity: 0.6,
      "overlay-opacity": 0,
    },
  },
  { selector: ".tie", style: { "z-index": 6, opacity: 0.85 } },
  ...KINDS.map((kind) => ({
    selector: `edge.${kind}`,
    style: { "line-color": colors.kinds[kind], "target-arrow-color": colors.kinds[kind] },
  })),
  { selector: "edge.transactions", style: { "target-arrow-shape": "none" } },
  { selector: "edge.imports", style: { "line-style": "dashed" } },
  { selector: "edge.hidden", style: { "line-style": "dotted" } },
];

const marks = (colors) => [
  { selector: "edge.faded", style: { opacity: 0.12 } },
  { selector: "edge.lit", style: { opacity: 1, "z-index": 7 } },
  { selector: ".moved", style: { "border-color": colors.moved, opacity: 1 } },
  { selector: ".focus", style: { "border-color": colors.focus, opacity: 1 } },
  { selector: ".moved[mark], .focus[mark]", style: { "border-width": "data(mark)" } },
  { selector: ".drop", style: { "border-color": colors.focus, "border-width": 12 } },
];
