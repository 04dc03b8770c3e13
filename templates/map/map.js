// The page of `migrate map`: what is shown, what was moved, and where it goes.

import { counted, grouped, h } from "./elements.js";
import {
  areaTarget,
  boxTarget,
  evidenceOf,
  factsAbout,
  functionTarget,
  linkTarget,
} from "./facts.js";
import { KINDS, KIND_TITLES, factsOf } from "./links.js";
import { measure } from "./metrics.js";
import { Refusal, moveFunction, moveModule, moveTable, withoutOwnCalls } from "./moves.js";
import { palette } from "./palette.js";
import { areasToMoveTo, drawFacts, drawMetrics } from "./panel.js";
import { Homes, titleOf } from "./plan.js";
import { parsePlan, writePlan } from "./plan_text.js";
import { Program } from "./program.js";
import { download, send } from "./save.js";
import { Search } from "./search.js";
import { View, idOfBox, idOfFunction } from "./view.js";

const raw = JSON.parse(document.getElementById("data").textContent);
const program = new Program(raw);
const facts = factsOf(program);
const plans = [parsePlan(raw.text)]; // the first is what was read, the last what is shown
const before = measure(program, new Homes(program, plans[0]));
const shown = new Set(["transactions", "writes", "keys", "calls"]);
let digest = raw.digest;
let savedPlan = raw.is_new ? undefined : plans[0];
let pinned; // what was clicked

const canvas = h("div", {
  id: "map",
  tabindex: "0",
  role: "application",
  "aria-label": "Map. Arrow keys move, plus and minus zoom, n and p go from service to service.",
});
const tip = h("div", { id: "tip", hidden: true });
const metrics = h("section", { id: "metrics", "aria-label": "Metrics" });
const details = h("section", { id: "facts", "aria-label": "Facts" });
const news = h("p", { id: "news", role: "status", "aria-live": "polite" });
const drawnLines = h("span", { class: "dim" });
const chips = h(
  "div",
  { class: "chips", role: "group", "aria-label": "Lines" },
  KINDS.map(chip),
  drawnLines,
);
const undoButton = button("Undo", "take the last move back  u", undo);
const saveButton = button(raw.save_to ? "Save" : "Download", `${raw.plan_file}  s`, save);
const panel = h("aside", { "aria-label": "Panel" }, news, metrics, details);

const view = makeView();
const search = new Search(program, view.areas, show);
document.body.prepend(
  h(
    "header",
    {},
    h("h1", {}, program.root),
    search.element,
    h("span", { class: "space" }),
    button("Fit", "the whole map  0", () => view.fit()),
    undoButton,
    saveButton,
    button("◐", "light or dark  t", switchTheme),
  ),
);
showAll();
view.graph.resize();
view.fit(false);

function makeView() {
  document.body.append(h("main", {}, canvas, chips, tip), panel);
  const made = new View(canvas, program, facts);
  made.onLinks = (drawn, all) => {
    const text = drawn < all ? `the strongest ${grouped(drawn)} of ${grouped(all)} lines` : "";
    drawnLines.textContent = text;
  };
  made.draw(plans[0], shown);
  made.graph.on("mouseover", "node, edge", (event) => hover(event));
  made.graph.on("mouseout", "node, edge", () => (tip.hidden = true));
  made.graph.on("viewport", () => (tip.hidden = true));
  made.graph.on("tap", (event) => show(targetOf(event.target), false));
  made.graph.on("grab", ".box", (event) => grab(event.target));
  made.graph.on("drag", ".box", (event) => drag(event));
  made.graph.on("free", ".box", (event) => drop(event.target));
  return made;
}

// What an element of the graph stands for.
function targetOf(element) {
  if (element === view.graph) return undefined;
  const data = element.data();
  if (data.link) return linkTarget(data.id, data.link, element.hasClass("link"));
  if (data.area !== undefined) return areaTarget(data.area);
  return data.box !== undefined ? boxTarget(data.box) : functionTarget(data.function);
}

// Show what is known of a thing; `isElsewhere`, go where it is as well.
function show(target, isElsewhere = true) {
  pinned = target;
  if (target && isElsewhere) goTo(target);
  view.focus(target);
  details.replaceChildren();
  panel.classList.toggle("filled", Boolean(target));
  if (!target) return;
  const known = factsAbout(target, program, view);
  const isModule = target.kind === "box" && !program.isTableBox(target.key);
  const areas = areasToMoveTo(view.areas, isModule);
  const close = button("×", "close  Esc", () => show(undefined));
  close.classList.add("close");
  details.append(
    close,
    ...drawFacts(known, { go: show, move, areas }).flat(Infinity).filter(Boolean),
  );
  details.scrollTop = 0;
}

function goTo(target) {
  if (target.kind === "function") view.goToFunction(target.key);
  else if (target.kind !== "link") view.goTo(target.id);
}

function hover(event) {
  const target = targetOf(event.target);
  if (!target || grabbed) return;
  const known = factsAbout(target, program, view);
  const tie = target.kind === "link" && !target.areAreas && tieOf(target.key);
  tip.replaceChildren(
    h("b", {}, known.title),
    h("div", { class: "dim" }, known.what),
    known.place && h("code", {}, known.place),
    known.lines.filter(Boolean).map((line) => h("div", {}, line)),
    target.kind === "link" &&
      known
        .groups()
        .flatMap(({ rows }) => rows.slice(0, 3))
        .map((row) => h("div", { class: "fact" }, h("code", {}, row.place), " ", row.text)),
    tie && evidenceOf(tie, program).map(({ text }) => h("div", { class: "dim" }, text)),
  );
  tip.hidden = false;
  const { x, y } = event.renderedPosition;
  const room = canvas.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(x + 14, room.width - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 14, room.height - tip.offsetHeight - 8))}px`;
}

// What the signals say of the two boxes of a line.
function tieOf({ from, to }) {
  return program.box(from)?.ties.find(([other]) => other === to)?.[1];
}

let grabbed;

function grab(node) {
  grabbed = node;
  tip.hidden = true;
  view.closeModule(node.data("box"));
}

function drag({ position }) {
  const area = view.areaAt(position);
  const target = area === undefined ? view.graph.collection() : view.graph.$id(`a:${area}`);
  view.graph.nodes(".drop").not(target).removeClass("drop");
  target.addClass("drop");
}

function drop(node) {
  grabbed = undefined;
  view.graph.nodes(".drop").removeClass("drop");
  const box = node.data("box");
  const area = view.areaAt(node.position());
  if (area === undefined || area === view.homes.areaOfBox(box)) view.putBack(box);
  else move(boxTarget(box), area);
}

// Put a box, or a function, into another area.
function move(target, area) {
  const isFunction = target.kind === "function";
  const name = isFunction ? program.fullNameOfNode(target.key) : program.box(target.key).name;
  const plan = plans.at(-1);
  try {
    const next = movedPlan(plan, target, area);
    if (next === plan) return;
    plans.push(next);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(`${name} stays: ${error.message}`, true);
    return show(target, false);
  } finally {
    if (!isFunction) view.putBack(target.key);
  }
  view.update(plans.at(-1), movedBoxes());
  say(`${name} is in ${titleOf(area)} now.`);
  showAll();
  show(target, false);
}

function movedPlan(plan, { kind, key }, area) {
  if (kind === "function") return moveFunction(program, plan, key, area);
  const table = key - program.modules.length;
  if (table >= 0) return moveTable(program, plan, table, area);
  return moveModule(program, plan, key, area);
}

function undo() {
  if (plans.length === 1) return;
  plans.pop();
  view.update(plans.at(-1), movedBoxes());
  say("Taken back.");
  showAll();
  show(pinned, false);
}

// The boxes that are elsewhere than in the plan that was read.
function movedBoxes() {
  const first = new Homes(program, plans[0]);
  const count = program.modules.length + program.tables.length;
  return Array.from({ length: count }, (_, box) => box).filter(
    (box) => first.areaOfBox(box) !== view.homes.areaOfBox(box),
  );
}

function showAll() {
  metrics.replaceChildren(
    h("h2", {}, counted(plans[0].services.length, "service")),
    drawMetrics(measure(program, view.homes), before, raw.louvain),
    h("p", { class: "dim" }, movedText()),
  );
  undoButton.disabled = plans.length === 1;
  saveButton.disabled = plans.at(-1) === savedPlan;
}

function movedText() {
  const pins = plans.at(-1).pinned.filter((pin) => !plans[0].pinned.includes(pin));
  const count = movedBoxes().length + pins.length;
  if (count)
    return `${grouped(count)} moved. ${raw.save_to ? "Save writes" : "Download has"} ${raw.plan_file}.`;
  return "Drag a module or a table into another service to see what that changes.";
}

const textOf = (plan) => writePlan(raw.text, withoutOwnCalls(plans[0], plan));

async function save() {
  if (saveButton.disabled) return;
  const plan = plans.at(-1);
  const text = textOf(plan);
  try {
    if (raw.save_to) digest = await send(raw.save_to, text, digest);
    else download(raw.plan_file, text);
  } catch (error) {
    return say(error.message, true);
  }
  savedPlan = plan;
  say(
    raw.save_to
      ? `${raw.plan_file} is written.`
      : `${raw.plan_file} is downloaded: put it in place of the present one, then run migrate plan.`,
  );
  showAll();
}

function say(text, isTrouble = false) {
  news.textContent = text;
  news.classList.toggle("trouble", isTrouble);
}

function chip(kind) {
  const swatch = h("i", { class: "swatch" });
  swatch.style.background = palette().kinds[kind];
  const made = h(
    "button",
    {
      type: "button",
      class: "chip",
      "aria-pressed": String(shown.has(kind)),
      onclick: () => {
        if (!shown.delete(kind)) shown.add(kind);
        made.setAttribute("aria-pressed", String(shown.has(kind)));
        view.show(shown);
        view.focus(pinned);
      },
    },
    swatch,
    KIND_TITLES[kind],
  );
  return made;
}

function button(text, title, does) {
  return h(
    "button",
    { type: "button", title, "aria-label": text.length > 1 ? text : title, onclick: does },
    text,
  );
}

function switchTheme() {
  const isDark = getComputedStyle(document.documentElement).getPropertyValue("color-scheme");
  const { dataset } = document.documentElement;
  const now =
    dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  dataset.theme = isDark && now === "dark" ? "light" : "dark";
  view.repaint();
  chips.querySelectorAll(".chip").forEach((one, at) => {
    one.querySelector(".swatch").style.background = palette().kinds[KINDS[at]];
  });
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea")) return;
  const pan = (x, y) => () => view.graph.panBy({ x, y });
  const does = {
    "/": () => search.input.focus(),
    Escape: () => show(undefined),
    0: () => view.fit(),
    "+": () => zoomBy(1.3),
    "=": () => zoomBy(1.3),
    "-": () => zoomBy(1 / 1.3),
    n: () => step(1),
    p: () => step(-1),
    u: undo,
    s: save,
    t: switchTheme,
    m: () => details.querySelector("select")?.focus(),
    ...(event.target === canvas && {
      ArrowLeft: pan(60, 0),
      ArrowRight: pan(-60, 0),
      ArrowUp: pan(0, 60),
      ArrowDown: pan(0, -60),
    }),
  }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
}

function zoomBy(factor) {
  const { graph } = view;
  const renderedPosition = { x: graph.width() / 2, y: graph.height() / 2 };
  graph.zoom({ level: graph.zoom() * factor, renderedPosition });
}

function step(by) {
  const { areas } = view;
  const at = areas.indexOf(pinned?.kind === "area" ? pinned.key : undefined);
  show(areaTarget(areas[(at + by + areas.length + (at < 0 && by < 0)) % areas.length]));
}

addEventListener("keydown", onKey);
addEventListener("beforeunload", (event) => {
  if (plans.length > 1 && plans.at(-1) !== savedPlan) event.preventDefault();
});

// What tests, and a curious person's console, ask.
window.migrateMap = {
  program,
  view,
  get plan() {
    return plans.at(-1);
  },
  get text() {
    return textOf(plans.at(-1));
  },
  get metrics() {
    return measure(program, view.homes);
  },
  move: (box, area) => move(boxTarget(box), area),
  pin: (number, area) => move(functionTarget(number), area),
  show,
  idOfBox,
  idOfFunction,
};
