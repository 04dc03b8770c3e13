// The picture of a plan: areas, boxes in them, and functions where one looks closely.

import {
  areaElements,
  countLinks,
  fitToZoom,
  idOfArea,
  linkElements,
  openGraph,
  strengthOf,
} from "./graph.js";
import {
  CELL,
  packArea,
  placeAreas,
  placeOfFunction,
  scaleOf,
  sizeOfBox,
  spread,
} from "./layout.js";
import { linksOfAreas, linksOfBoxes, linksOfFunction, countOf, worstOf } from "./links.js";
import { Homes, NOWHERE, SHARED, titleOf } from "./plan.js";
import { shortName } from "./program.js";

const NEAR = 0.26; // from here on, names of modules are read
const CLOSE = 0.62; // and those of functions
const MOST_FUNCTIONS = 1500;
const MOST_TIES = 150;
const MOST_FILLING = 6;

// Windows of about this size have the same picture.
const LAPTOP = { width: 880, height: 760 };
const PHONE = { width: 340, height: 400 };

export const idOfBox = (box) => `b:${box}`;
export const idOfFunction = (number) => `f:${number}`;

export class View {
  constructor(container, program, facts) {
    new ResizeObserver(() => this.graph.resize()).observe(container);
    this.program = program;
    this.facts = facts;
    const { graph, repaint } = openGraph(container);
    this.graph = graph;
    this.repaint = repaint;
    this.open = new Set(); // modules whose functions are drawn
    this.level = undefined;
    graph.on("viewport", () => this.#soon());
  }

  // Draw a plan for the first time.
  draw(plan, shown) {
    this.shown = shown;
    this.homes = new Homes(this.program, plan);
    this.areas = this.#areasOf(plan);
    const groups = this.#groups();
    const packed = this.areas.map((area) => ({
      id: area,
      title: titleOf(area),
      ...packArea(this.program, area, groups.get(area)),
    }));
    this.links = linksOfAreas(this.program, this.facts, this.homes);
    const sizes = new Map(packed.map(({ id, width, height }) => [id, { width, height }]));
    const isNarrow = this.graph.width() < 600;
    const centres = placeAreas(packed, this.links, isNarrow ? PHONE : LAPTOP);
    this.rooms = new Map(packed.map((one) => [one.id, { ...one, ...centres.get(one.id) }]));
    for (const room of this.rooms.values()) fill(room, sizes.get(room.id));
    this.graph.batch(() => {
      this.graph.add(
        this.areas.flatMap((area, position) => {
          const room = this.rooms.get(area);
          return areaElements(area, room.title, position, room, room);
        }),
      );
      for (const area of this.areas) this.graph.add(this.#boxElements(area));
      this.#drawLinks();
    });
    this.fit(false);
  }

  // Draw another plan: what moved goes there, its old and its new area are packed anew.
  update(plan, moved) {
    const before = this.homes;
    this.homes = new Homes(this.program, plan);
    const groups = this.#groups();
    const count = this.program.modules.length + this.program.tables.length;
    const changed = new Set();
    for (let box = 0; box < count; box++) {
      if (before.areaOfBox(box) === this.homes.areaOfBox(box)) continue;
      changed.add(before.areaOfBox(box)).add(this.homes.areaOfBox(box));
    }
    for (const area of changed) this.#repack(area, groups.get(area) ?? []);
    spread([...this.rooms.values()]);
    this.links = linksOfAreas(this.program, this.facts, this.homes);
    this.#close(this.open);
    this.level = undefined;
    this.graph.batch(() => {
      for (const area of this.areas) this.#arrange(area);
      this.graph.nodes(".box").removeClass("moved");
      for (const box of moved) this.graph.$id(idOfBox(box)).addClass("moved");
      this.#drawLinks();
    });
    this.#refresh(true);
  }

  show(shown) {
    this.shown = shown;
    this.graph.batch(() => this.#drawLinks());
    this.#fitToZoom();
  }

  fit(isAnimated = true) {
    const eles = this.graph.nodes(".area");
    if (isAnimated) this.graph.animate({ fit: { eles, padding: 24 } }, { duration: 200 });
    else this.graph.fit(eles, 24);
    this.#refresh(true);
  }

  // Go where a thing is, close enough to read it.
  goTo(id, isFunction = false) {
    const node = this.graph.$id(id);
    if (node.empty()) return;
    const isArea = node.hasClass("area");
    const { height } = node.data();
    const width = isArea ? this.rooms.get(node.data("area")).inner * 1.3 : node.data("width");
    const window = { width: this.graph.width(), height: this.graph.height() };
    const whole = Math.min(window.width / (width * 1.15), window.height / (height * 1.15));
    const near = 1.2 / (node.data("scale") ?? 1);
    const wanted = isArea ? whole : isFunction ? Math.max(whole, near) : Math.min(whole, near);
    this.graph.zoom({ level: wanted, position: node.position() });
    this.graph.center(node);
    this.#refresh(true);
  }

  goToFunction(number) {
    const { module } = this.program.functions[number];
    if (module < 0) return;
    this.goTo(idOfBox(module), true);
    this.#openModules([module], true);
    this.graph.center(this.graph.$id(idOfFunction(number)));
    this.#refresh(true);
  }

  areaAt({ x, y }) {
    for (const room of this.rooms.values()) {
      const isIn =
        Math.abs(x - room.x) <= room.width / 2 && Math.abs(y - room.y) <= room.height / 2;
      if (isIn) return room.id;
    }
    return undefined;
  }

  // Where a box belongs, as long as nobody drags it.
  putBack(box) {
    this.graph.$id(idOfBox(box)).position(this.#placeOfBox(box));
    this.#refresh(true);
  }

  closeModule(box) {
    this.#close(new Set([box]));
  }

  // Draw what ties a thing to others, strongest first.
  focus(target) {
    this.graph.batch(() => {
      this.graph.remove(".tie");
      this.graph.elements(".focus, .lit, .faded").removeClass("focus lit faded");
      this.focused = target?.kind === "area" ? target.key : undefined;
      this.#drawLinks();
      if (target) this.#focusOn(target);
    });
    this.#fitToZoom();
  }

  #focusOn({ kind, key, id }) {
    this.graph.$id(id).addClass("focus");
    if (kind === "link") {
      this.graph.edges(".link").addClass("faded");
      this.graph.$id(id).removeClass("faded").addClass("lit");
    } else if (kind === "area") {
      const area = this.graph.$id(id);
      this.graph.edges(".link").not(area.connectedEdges()).addClass("faded");
      area.connectedEdges(".link").addClass("lit");
    } else {
      this.graph.edges(".link").addClass("faded");
      const links =
        kind === "function"
          ? linksOfFunction(this.program, this.facts, key)
          : linksOfBoxes(this.program, this.facts, (box) => box === key);
      this.#drawTies(links, kind === "function");
    }
  }

  #drawTies(links, areNodes) {
    const found = links
      .map((link) => ({ link, count: countOf(link, this.shown) }))
      .filter(({ count }) => count)
      .sort((one, other) => other.count - one.count)
      .slice(0, MOST_TIES);
    for (const { link, count } of found) {
      const ends = [link.from, link.to].map((end) =>
        areNodes ? this.#drawnNode(end) : idOfBox(end),
      );
      if (ends[0] === ends[1] || ends.some((id) => this.graph.$id(id).empty())) continue;
      this.graph.add({
        group: "edges",
        classes: `tie ${worstOf(link, this.shown)}`,
        data: {
          id: `t:${link.from}\n${link.to}`,
          source: ends[0],
          target: ends[1],
          link,
          strength: strengthOf(count),
          width: 1,
        },
      });
    }
  }

  // A node as it is drawn: itself, or the box that it is in.
  #drawnNode(node) {
    const id = idOfFunction(node);
    return this.graph.$id(id).nonempty() ? id : idOfBox(this.program.boxOfNode(node));
  }

  #areasOf(plan) {
    const used = new Set([...this.homes.areaOfModule, ...this.homes.areaOfTable]);
    return [
      ...new Set(plan.services.map((service) => service.name)),
      ...[SHARED, NOWHERE].filter((area) => used.has(area) || area === SHARED),
    ];
  }

  #groups() {
    const groups = new Map(this.areas.map((area) => [area, []]));
    const count = this.program.modules.length + this.program.tables.length;
    for (let box = 0; box < count; box++) groups.get(this.homes.areaOfBox(box))?.push(box);
    return groups;
  }

  #boxElements(area) {
    return [...this.rooms.get(area).places.keys()].map((box) => {
      const isTable = this.program.isTableBox(box);
      const line = isTable ? this.program.box(box).name : shortName(this.program.box(box).name);
      return {
        group: "nodes",
        classes: isTable ? "box table" : "box",
        data: { id: idOfBox(box), box, line, ...this.#sizeOfBox(box, line) },
        position: this.#placeOfBox(box),
      };
    });
  }

  // Names are as large as two lines of them fit, up to a size that is the same for most.
  #sizeOfBox(box, line) {
    const { scale } = this.rooms.get(this.homes.areaOfBox(box));
    const size = sizeOfBox(this.program, box);
    const parts = line.split(".");
    const isTall = size.height > 80 && parts.length > 1;
    const longest = isTall ? Math.max(...parts.map((part) => part.length)) + 1 : line.length;
    const font = Math.min(34, size.height * 0.5, (size.width * 1.4) / Math.max(5, longest));
    return {
      scale,
      title: isTall ? parts.join(".\n") : line,
      width: size.width * scale,
      height: size.height * scale,
      font: Math.max(12, font) * scale,
    };
  }

  #placeOfBox(box) {
    const room = this.rooms.get(this.homes.areaOfBox(box));
    const { x, y } = room.places.get(box);
    return { x: room.x - room.inner / 2 + x, y: room.y - room.height / 2 + y };
  }

  // The upper left corner stays, and the area does not shrink: others need not move.
  #repack(area, boxes) {
    const room = this.rooms.get(area);
    const { width, height, places } = packArea(this.program, area, boxes);
    const left = room.x - room.width / 2;
    const top = room.y - room.height / 2;
    room.places = places;
    room.width = Math.max(room.width, width);
    room.height = Math.max(room.height, height);
    fill(room, { width, height });
    room.x = left + room.width / 2;
    room.y = top + room.height / 2;
  }

  #arrange(area) {
    const { width, height, x, y, places } = this.rooms.get(area);
    this.graph.$id(idOfArea(area)).data({ width, height }).position({ x, y });
    for (const box of places.keys()) {
      const node = this.graph.$id(idOfBox(box));
      node.data(this.#sizeOfBox(box, node.data("line"))).position(this.#placeOfBox(box));
    }
  }

  #drawLinks() {
    this.graph.remove(".link");
    this.graph.add(linkElements(this.links, this.shown, this.focused));
    this.onLinks?.(this.graph.edges(".link").length, countLinks(this.links, this.shown));
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#refresh(), 60);
  }

  #refresh(isForced = false) {
    const zoom = this.graph.zoom();
    if (isForced || zoom !== this.zoomed) this.#fitToZoom();
    this.zoomed = zoom;
    this.#openModules(this.#modulesInSight());
  }

  #fitToZoom() {
    const zoom = this.graph.zoom();
    const near = new Set(
      this.areas.filter((area) => {
        const { scale, places } = this.rooms.get(area);
        return places.size && zoom * scale >= NEAR;
      }),
    );
    const level = [...near].join("\n");
    if (level !== this.level) {
      this.graph
        .nodes(".box")
        .forEach((node) =>
          node.toggleClass("far", !near.has(this.homes.areaOfBox(node.data("box")))),
        );
    }
    this.level = level;
    fitToZoom(this.graph, near);
  }

  #modulesInSight() {
    const sight = this.graph.extent();
    return this.program.modules
      .map((module) => module.number)
      .filter((box) => {
        const { x, y } = this.#placeOfBox(box);
        const { scale } = this.rooms.get(this.homes.areaOfBox(box));
        if (this.graph.zoom() * scale < CLOSE) return false;
        const size = sizeOfBox(this.program, box);
        const [width, height] = [size.width * scale, size.height * scale];
        const isIn = (at, size, from, to) => at + size / 2 >= from && at - size / 2 <= to;
        return isIn(x, width, sight.x1, sight.x2) && isIn(y, height, sight.y1, sight.y2);
      });
  }

  #openModules(boxes, isAlsoOthers = false) {
    const wanted = new Set(boxes);
    if (!isAlsoOthers) this.#close(new Set([...this.open].filter((box) => !wanted.has(box))));
    let count = this.graph.nodes(".function").length;
    this.graph.batch(() => {
      for (const box of boxes) {
        const module = this.program.modules[box];
        if (this.open.has(box) || count + module.functions.length > MOST_FUNCTIONS) continue;
        count += module.functions.length;
        this.open.add(box);
        this.#openModule(module);
      }
    });
  }

  #openModule(module) {
    const node = this.graph.$id(idOfBox(module.number)).addClass("open");
    const { x, y } = node.position();
    const size = sizeOfBox(this.program, module.number);
    const scale = node.data("scale");
    const handlers = new Set(module.entries.map((entry) => entry.handler));
    const { areaOfFunction, areaOfModule } = this.homes;
    const away = (number) =>
      areaOfFunction[number] === areaOfModule[module.number] ? "" : "moved";
    this.graph.add(
      module.functions.map(({ number, name, kind }, at) => {
        const place = placeOfFunction(at, size);
        return {
          group: "nodes",
          classes: `function ${kind} ${handlers.has(number) ? "entry" : ""} ${away(number)}`,
          data: {
            id: idOfFunction(number),
            function: number,
            title: kind === "method" ? name.slice(name.indexOf(".") + 1) : name,
            scale,
            width: (CELL.width - 8) * scale,
            height: (CELL.height - 3) * scale,
          },
          position: { x: x + place.x * scale, y: y + place.y * scale },
          grabbable: false,
        };
      }),
    );
  }

  #close(boxes) {
    if (!boxes.size) return;
    const closing = new Set(boxes);
    this.graph.batch(() => {
      this.graph
        .nodes(".function")
        .filter((node) => closing.has(this.program.functions[node.data("function")].module))
        .remove();
      for (const box of closing) {
        this.open.delete(box);
        this.graph.$id(idOfBox(box)).removeClass("open");
      }
    });
  }
}

// What is in an area is drawn as large as the area allows: its name may have made it larger.
function fill(room, { width, height }) {
  const by = Math.max(1, Math.min(MOST_FILLING, room.width / width, room.height / height));
  room.scale = scaleOf(room.id) * by;
  room.inner = width * by;
  for (const place of room.places.values()) {
    place.x *= by;
    place.y *= by;
  }
}
