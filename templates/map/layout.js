// Where everything is drawn: functions in rows in their module, modules packed into their area,
// areas placed by what ties them. No chance is in it: the same plan gives the same picture.

import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import potpack from "potpack";
import { isService } from "./plan.js";

cytoscape.use(fcose);

export const CELL = { width: 190, height: 20 }; // of a function
const HEAD = 40; // of a module, above its functions
const EDGE = 10;
const GAP = 24; // between modules
const TABLE = { width: 220, height: 70 };
const TITLE = 60; // of an area, above its modules
const BETWEEN = 120; // areas

// What is in no service is drawn smaller: it is much, and nobody moves it.
export const scaleOf = (area) => (isService(area) ? 1 : 0.5);

// How large the names of areas are on the screen, of a laptop or of a phone.
export const fontFor = (width) => (width < 600 ? 11 : 14);
const NAME = { character: 0.66, space: 16, height: 1.9 };

export function sizeOfModule(module) {
  const count = module.functions.length;
  const columns = Math.max(1, Math.round(Math.sqrt((count * CELL.height) / CELL.width)));
  const rows = Math.ceil(count / columns);
  return { width: columns * CELL.width + 2 * EDGE, height: HEAD + rows * CELL.height + EDGE };
}

export const sizeOfBox = (program, box) =>
  program.isTableBox(box) ? TABLE : sizeOfModule(program.box(box));

// The centre of a function, seen from the centre of its module.
export function placeOfFunction(at, size) {
  const rows = Math.ceil((size.height - HEAD - EDGE) / CELL.height);
  const [column, row] = [Math.floor(at / rows), at % rows];
  return {
    x: EDGE + (column + 0.5) * CELL.width - size.width / 2,
    y: HEAD + (row + 0.5) * CELL.height - size.height / 2,
  };
}

// Pack the boxes of an area, tables below modules: its size, and centres seen from its corner.
export function packArea(program, area, boxes) {
  const isTable = program.isTableBox;
  const modules = pack(
    boxes.filter((box) => !isTable(box)),
    (box) => sizeOfModule(program.box(box)),
  );
  const tables = inRows(boxes.filter(isTable), Math.max(modules.width, TABLE.width + GAP));
  const below = TITLE + modules.height + (tables.height ? GAP : 0);
  const scale = scaleOf(area);
  const places = new Map();
  for (const [box, { x, y }] of modules.places) {
    places.set(box, { x: (x + GAP) * scale, y: (y + TITLE) * scale });
  }
  for (const [box, { x, y }] of tables.places) {
    places.set(box, { x: (x + GAP) * scale, y: (y + below) * scale });
  }
  return {
    width: (Math.max(modules.width, tables.width, TABLE.width) + GAP) * scale,
    height: (below + tables.height + (places.size ? 0 : GAP)) * scale,
    places,
  };
}

function pack(boxes, sizeOf) {
  const sized = boxes.map((box) => {
    const { width, height } = sizeOf(box);
    return { box, w: width + GAP, h: height + GAP };
  });
  const { w, h } = potpack(sized);
  const places = sized.map((one) => [
    one.box,
    { x: one.x + (one.w - GAP) / 2, y: one.y + (one.h - GAP) / 2 },
  ]);
  return { width: w, height: h, places };
}

function inRows(boxes, wide) {
  const [width, height] = [TABLE.width + GAP, TABLE.height + GAP];
  const columns = Math.max(1, Math.floor(wide / width));
  const places = boxes.map((box, at) => [
    box,
    {
      x: (at % columns) * width + TABLE.width / 2,
      y: Math.floor(at / columns) * height + TABLE.height / 2,
    },
  ]);
  return {
    width: Math.min(columns, boxes.length) * width,
    height: Math.ceil(boxes.length / columns) * height,
    places,
  };
}

// Place areas: [{id, title, width, height}] and [{from, to}] -> id -> centre. Services are near to
// what they are tied to; what is in none stands below them. Areas that are too small for their
// names in a window of this size are made larger.
export function placeAreas(areas, links, window) {
  const services = areas.filter(({ id }) => isService(id));
  const others = areas.filter(({ id }) => !isService(id));
  const centres = placeServices(services, links);
  const placed = services.map((area) => Object.assign(area, centres.get(area.id)));
  for (let round = 0; round < 8; round++) {
    intoWindow(placed, window);
    spread(placed);
    putBelow(placed, others);
    if (!giveRoom([...placed, ...others], window)) break;
  }
  spread(placed);
  putBelow(placed, others);
  return new Map([...placed, ...others].map(({ id, x, y }) => [id, { x, y }]));
}

function placeServices(areas, links) {
  const start = inCircle(areas);
  const ids = new Set(areas.map(({ id }) => id));
  const tied = links.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const graph = cytoscape({
    headless: true,
    styleEnabled: true,
    style: [{ selector: "node", style: { width: "data(w)", height: "data(h)" } }],
    elements: [
      ...areas.map(({ id, width, height }) => ({
        data: { id, w: width + BETWEEN, h: height + BETWEEN },
        position: { ...start.get(id) },
      })),
      ...tied.map(({ from, to }) => ({ data: { source: from, target: to } })),
    ],
  });
  graph
    .layout({
      name: "fcose",
      randomize: false,
      animate: false,
      packComponents: false,
      numIter: 1500,
    })
    .run();
  const centres = new Map(graph.nodes().map((node) => [node.id(), { ...node.position() }]));
  graph.destroy();
  return centres;
}

function inCircle(areas) {
  const radius = areas.reduce((sum, { width, height }) => sum + Math.hypot(width, height), 0) / 7;
  return new Map(
    areas.map(({ id }, at) => {
      const angle = (2 * Math.PI * at) / areas.length;
      return [id, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) }];
    }),
  );
}

const surfaceOf = (areas) =>
  areas.reduce((sum, { width, height }) => sum + (width + BETWEEN) * (height + BETWEEN), 0);

// Stretch the centres over a field of the window's shape that has room for all.
function intoWindow(areas, window) {
  if (areas.length < 2) return;
  const shape = window.width / window.height;
  const height = Math.sqrt((surfaceOf(areas) * 1.15) / shape);
  for (const [axis, length] of [
    ["x", height * shape],
    ["y", height],
  ]) {
    const values = areas.map((area) => area[axis]);
    const least = Math.min(...values);
    const whole = Math.max(...values) - least || 1;
    for (const area of areas) area[axis] = ((area[axis] - least) / whole) * length;
  }
}

function giveRoom(areas, window) {
  const { width, height } = extentOf(areas);
  const zoom = Math.min(window.width / width, window.height / height);
  const font = fontFor(window.width);
  let hasGrown = false;
  for (const area of areas) {
    const wide = (area.title.length * font * NAME.character + NAME.space) / zoom;
    const high = (font * NAME.height) / zoom;
    if (area.width >= wide * 0.98 && area.height >= high * 0.98) continue;
    hasGrown = true;
    area.width = Math.max(area.width, wide);
    area.height = Math.max(area.height, high);
  }
  return hasGrown;
}

function extentOf(areas) {
  const side = (axis, size, sign) => areas.map((one) => one[axis] + (sign * one[size]) / 2);
  const [left, right] = [Math.min(...side("x", "width", -1)), Math.max(...side("x", "width", 1))];
  const [top, bottom] = [Math.min(...side("y", "height", -1)), Math.max(...side("y", "height", 1))];
  return { left, right, top, bottom, width: right - left, height: bottom - top };
}

function putBelow(placed, others) {
  const { left, bottom } = placed.length ? extentOf(placed) : { left: 0, bottom: 0 };
  let x = left;
  for (const area of others) {
    area.x = x + area.width / 2;
    area.y = bottom + BETWEEN + area.height / 2;
    x += area.width + BETWEEN;
  }
}

// Push apart what overlaps, along the shorter way.
export function spread(placed) {
  for (let round = 0; round < 1500; round++) {
    let hasMoved = false;
    for (let at = 0; at < placed.length; at++) {
      for (let next = at + 1; next < placed.length; next++) {
        hasMoved = part(placed[at], placed[next]) || hasMoved;
      }
    }
    if (!hasMoved) return;
  }
}

function part(one, other) {
  const dx = other.x - one.x;
  const dy = other.y - one.y;
  const overX = (one.width + other.width) / 2 + BETWEEN / 2 - Math.abs(dx);
  const overY = (one.height + other.height) / 2 + BETWEEN / 2 - Math.abs(dy);
  if (overX <= 0.5 || overY <= 0.5) return false;
  const [axis, over] = overX < overY ? ["x", overX] : ["y", overY];
  const sign = (axis === "x" ? dx : dy) < 0 ? -1 : 1;
  one[axis] -= (sign * over) / 2;
  other[axis] += (sign * over) / 2;
  return true;
}
