// Addresses, keys and light: what holds the views together.

const SECTIONS = [
  ["overview", "Overview", overview],
  ["entries", "Entry points", entriesView, entries.length],
  ["findings", "Findings", findingsView, findings.length],
  ["tables", "Tables", tablesView, tables.length],
  ["rules", "Rules", rulesView, rules.length],
  ["unresolved", "Not resolved", unresolvedView, unresolved.length],
];
const DETAILS = { entry: entryView, finding: findingView, table: tableView, rule: ruleView };

const visited = new Map(); // section -> where one was in it: address, position, scroll
let present = null; // the view that is shown
let presentHash = "";

const tabs = SECTIONS.map(([name, title, , count]) => [
  name,
  h(
    "a",
    { href: address(name) },
    title,
    count !== undefined && h("span", { class: "count" }, grouped(count)),
  ),
]);
const themeButton = h(
  "button",
  {
    type: "button",
    class: "quiet",
    title: "light or dark  t",
    "aria-label": "Switch between light and dark",
    onclick: switchTheme,
  },
  "◐",
);
const helpButton = h(
  "button",
  {
    type: "button",
    class: "quiet",
    title: "keys  ?",
    "aria-label": "Keys",
    onclick: () => help.showModal(),
  },
  "?",
);
const main = h("main", { id: "main", tabindex: "-1" });
const help = h(
  "dialog",
  { class: "help" },
  h("h2", {}, "Keys"),
  h(
    "dl",
    {},
    [
      ["/", "search"],
      ["j  ↓", "next"],
      ["k  ↑", "previous"],
      ["Enter", "open"],
      ["Esc", "back; clear a search"],
      ["1 – 6", "overview … not resolved"],
      ["t", "light or dark"],
      ["?", "this help"],
    ].map(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)]),
  ),
  h(
    "p",
    { class: "dim" },
    "A click on a place selects it, to be copied. The address of every page and filter can be sent to others who have this file.",
  ),
  h("form", { method: "dialog" }, h("button", { class: "chip" }, "Close")),
);

function parse(hash) {
  const [path, query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [name, ...rest] = path.split("/");
  let key = "";
  try {
    key = decodeURIComponent(rest.join("/"));
  } catch {
    /* an address that somebody cut: nothing has this key */
  }
  return {
    name: name || "overview",
    key,
    parameters: Object.fromEntries(new URLSearchParams(query)),
  };
}

function go() {
  leave();
  const { name, key, parameters } = parse(location.hash);
  const [, , make] = SECTIONS.find(([section]) => section === name) ?? [];
  const view = make
    ? make(parameters)
    : (DETAILS[name]?.(key) ?? missing("page", name, "overview"));
  present = { name, key, ...view };
  presentHash = location.hash;
  document.title = `${view.title} · ${raw.root}`;
  main.replaceChildren(...(view.parent ? [backLink(view)] : []), view.element);
  for (const [section, tab] of tabs) {
    const isPresent = section === (view.parent ?? name);
    tab.toggleAttribute("aria-current", isPresent);
    if (isPresent) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  view.start?.();
  arrive();
}

function leave() {
  if (!present || present.parent) return;
  visited.set(present.name, {
    hash: presentHash,
    at: present.list?.at ?? -1,
    scroll: scrollY,
    rows: present.list?.rows,
  });
}

function arrive() {
  const before = visited.get(present.name);
  const isBack = before && before.hash === presentHash && !present.parent;
  scrollTo(0, isBack ? before.scroll : 0);
  if (!isBack || !present.list) return main.focus({ preventScroll: true });
  present.list.update();
  if (before.at >= 0 && before.at < present.list.rows.length) present.list.select(before.at);
}

const parentHash = (parent) => visited.get(parent)?.hash || address(parent);

function backLink(view) {
  const [, title] = SECTIONS.find(([section]) => section === view.parent);
  const rows = sequenceOf(view);
  const at = rows.findIndex((row) => row.key === present.key);
  return h(
    "nav",
    { class: "back", "aria-label": "Back" },
    h("a", { href: parentHash(view.parent) }, `← ${title}`),
    at >= 0 && h("span", { class: "dim" }, ` ${grouped(at + 1)} of ${grouped(rows.length)}`),
  );
}

// What j and k step through on a detail page: the list as it was filtered and sorted.
function sequenceOf(view) {
  const before = visited.get(view.parent)?.rows;
  return before?.some((row) => row.key === present.key) ? before : (view.rows ?? []);
}

function missing(what, key, parent) {
  return {
    title: `No such ${what}`,
    parent,
    element: h(
      "div",
      { class: "page" },
      h("h1", {}, `No such ${what}`),
      h("p", {}, h("code", {}, key), " is not in this report. It may have been, in another one."),
    ),
  };
}

function rememberState(name, parameters) {
  presentHash = address(name, "", parameters);
  history.replaceState(null, "", presentHash);
}

function step(by) {
  if (present.list) return present.list.step(by);
  if (present.parent) {
    const rows = sequenceOf(present);
    const next = rows[rows.findIndex((row) => row.key === present.key) + by];
    if (next) location.replace(address(present.name, next.key));
    return;
  }
  const links = [...main.querySelectorAll("td:first-child a, th[scope=row] a, td:nth-child(2) a")];
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
}

function escape(event) {
  if (present.search && (document.activeElement === present.search || present.isFiltered())) {
    if (present.search.value || document.activeElement !== present.search) present.clear();
    present.search.blur();
    event.preventDefault();
  } else if (present.parent) location.hash = parentHash(present.parent);
  else if (present.name !== "overview") location.hash = address("overview");
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const isTyping = event.target.matches("input, select, textarea");
  if (event.key === "Escape") return escape(event);
  if (
    isTyping &&
    !(event.target.matches("input") && (event.key === "ArrowDown" || event.key === "Enter"))
  )
    return;
  const does =
    {
      "/": () => present.search?.focus(),
      j: () => step(1),
      k: () => step(-1),
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      t: switchTheme,
      "?": () => help.showModal(),
      ...(isTyping && { Enter: () => step(1) }),
    }[event.key] ??
    (SECTIONS[event.key - 1] &&
      !isTyping &&
      (() => (location.hash = address(SECTIONS[event.key - 1][0]))));
  if (!does) return;
  event.preventDefault();
  does();
}

function switchTheme() {
  const now =
    document.documentElement.dataset.theme ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  useTheme(now === "dark" ? "light" : "dark");
}

function useTheme(theme) {
  if (theme !== "dark" && theme !== "light") return;
  document.documentElement.dataset.theme = theme;
  dispatchEvent(new Event("themechange"));
  try {
    localStorage.setItem("migrate-report-theme", theme);
  } catch {
    /* a browser that keeps nothing for files */
  }
}

try {
  useTheme(localStorage.getItem("migrate-report-theme"));
} catch {
  /* as above */
}

document.body.append(
  h(
    "header",
    { class: "top" },
    h("a", { class: "root", href: address("overview") }, raw.root),
    h(
      "nav",
      { "aria-label": "Sections" },
      tabs.map(([, tab]) => tab),
    ),
    themeButton,
    helpButton,
  ),
  main,
  help,
);

let isDue = false;
addEventListener(
  "scroll",
  () => {
    if (isDue || !present.list) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      present.list?.update();
    });
  },
  { passive: true },
);
addEventListener("resize", () => {
  present.list?.measure();
  present.list?.update();
});
addEventListener("beforeprint", () => present.list?.unroll());
addEventListener("afterprint", () => present.list?.update());
addEventListener("hashchange", go);
addEventListener("keydown", onKey);
go();
