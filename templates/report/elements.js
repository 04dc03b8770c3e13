// What the page is made of. Text of the monolith only ever becomes text nodes.

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false),
  );
  return element;
}

const counted = (count, one, many = `${one}s`) => `${grouped(count)} ${count === 1 ? one : many}`;
const grouped = (count) => count.toLocaleString("en");
const decimal = (number) => number.toLocaleString("en", { maximumSignificantDigits: 3 });
const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)} %` : "–");
const slug = (text) => text.replaceAll(" ", "-");

// Addresses inside the page: "#/entry/GET%20/orders", "#/findings?rule=…".
function address(section, key = "", parameters = {}) {
  const path = key ? `/${encodeURIComponent(key).replaceAll("%2F", "/")}` : "";
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return `#/${section}${path}${query.size ? `?${query}` : ""}`;
}

const linkTo = (section, key, text, parameters) =>
  h("a", { href: address(section, key, parameters) }, text);

const tag = (word) => h("span", { class: `tag ${slug(word)}` }, word);
// What a finding is beside its rule: new or moved since the baseline, accepted by somebody.
function standing(finding) {
  return [
    finding.state && h("span", { class: "standing state" }, ` ${finding.state}`),
    finding.accepted && h("span", { class: "standing", title: finding.accepted }, " accepted"),
  ];
}

const points = (effort) => counted(effort, "point");

// What a number counts, where there is no head of a column above it.
const unit = (count, one, many = `${one}s`) =>
  h("span", { class: "unit" }, ` ${count === 1 ? one : many}`);

function place(file, line) {
  if (!(line > 0)) return null;
  return h("code", { class: "place", title: "click selects it" }, `${raw.files[file]}:${line}`);
}

// "package.module:Class.name": the module is said quietly.
function functionName(number) {
  const { name } = functions[number];
  const at = name.indexOf(":") + 1;
  return h(
    "code",
    { class: "function" },
    h("span", { class: "dim" }, name.slice(0, at)),
    ownName(name),
  );
}

const ownName = (name) => name.slice(name.indexOf(":") + 1) || "(module)";

// Sentences of rules: what stands between backticks is code.
function prose(text) {
  return text.split("`").map((part, position) => (position % 2 ? h("code", {}, part) : part));
}

const paragraphs = (text) =>
  text
    .split(/\n{2,}/)
    .filter(Boolean)
    .map((part) => h("p", {}, prose(part)));

function outside(title, url) {
  if (!/^https?:\/\//.test(url)) return h("span", {}, `${title}: ${url}`);
  return h("a", { href: url, rel: "noreferrer", target: "_blank" }, title);
}

// A bar of shares: [[word, count], …].
function bar(shares) {
  const whole = shares.reduce((sum, [, count]) => sum + count, 0);
  const text = shares.map(([word, count]) => `${count} ${word}`).join(", ");
  const element = h("span", { class: "bar", role: "img", "aria-label": text, title: text });
  for (const [word, count] of shares) {
    if (!count) continue;
    const part = h("span", { class: slug(word) });
    part.style.setProperty("flex-grow", count / whole);
    element.append(part);
  }
  return element;
}

function simpleTable(head, rows, style = "") {
  const cell = (name) => (content, column) => h(name, { class: head[column][1] }, content);
  return h(
    "div",
    { class: "scroll" },
    h(
      "table",
      { class: style },
      h("thead", {}, h("tr", {}, head.map(([text]) => text).map(cell("th")))),
      h(
        "tbody",
        {},
        rows.map((row) => h("tr", {}, row.map(cell("td")))),
      ),
    ),
  );
}

// The source around a place; the line itself is marked.
function excerpt(file, line, around = 4) {
  const lines = [];
  for (let number = line - around; number <= line + around; number++) {
    const text = sourceLine(file, number);
    if (text === undefined) continue;
    lines.push(
      h(
        "div",
        { class: number === line ? "line marked" : "line", "aria-current": number === line },
        h("span", { class: "number" }, String(number)),
        h("span", {}, text || " "),
      ),
    );
  }
  if (!lines.length) return null;
  return h(
    "figure",
    { class: "source" },
    h("figcaption", {}, place(file, line)),
    h("pre", { tabindex: "0" }, lines),
  );
}

// What a step of a chain is called: a call, or what a framework runs because of it.
const runs = (how) => (how === "call" ? "calls" : how === "implicit" ? "has it run" : how);

// How control gets from a handler to a function, each step with the line that calls the next.
function chainList(chain, last) {
  const steps = chain.map((number, position) => {
    const { file, line } = functions[number];
    const next = chain[position + 1];
    const called = next === undefined ? last : stepBetween(number, next);
    const text = called && sourceLine(called.file, called.line);
    return h(
      "li",
      {},
      functionName(number),
      " ",
      place(file, line),
      called?.line > 0 &&
        h(
          "div",
          { class: "call" },
          h("span", { class: "dim" }, next === undefined ? "here " : `${runs(called.how)} at `),
          place(called.file, called.line),
          " ",
          text && h("code", {}, text.trim()),
        ),
    );
  });
  return h("ol", { class: "chain" }, steps);
}

function section(title, ...content) {
  const filled = content.flat(Infinity).filter(Boolean);
  return filled.length ? h("section", {}, h("h2", {}, title), filled) : null;
}

// The first rows, and a button for the rest: a detail page stays light.
function some(rows, draw, most = 50) {
  if (rows.length <= most) return rows.map(draw);
  const rest = h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        onclick: () => rest.replaceWith(...rows.slice(most).map(draw)),
      },
      `show ${grouped(rows.length - most)} more`,
    ),
  );
  return [...rows.slice(0, most).map(draw), rest];
}
