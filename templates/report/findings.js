// Findings: the list, and one of them.

// What breaks comes first, and of that what most entry points reach.
const findingsByGravity = () =>
  sorted(
    findings,
    (finding) =>
      CATEGORIES.indexOf(finding.rule.category) * 1e9 - entriesOfSet(finding.entries).length,
  );

function findingsView(parameters) {
  return {
    title: "Findings",
    ...listView(
      {
        section: "findings",
        style: "findings",
        noun: ["finding", "findings"],
        rows: findingsByGravity(),
        draw: findingRow,
        text: (finding) =>
          [
            finding.rule.id,
            finding.rule.title,
            finding.message,
            placeText(finding),
            ...finding.functions.map((number) => functions[number].name),
            finding.accepted,
            finding.state,
            sourceLine(finding.file, finding.line) ?? "",
            ...finding.services.map(serviceName),
          ].join(" "),
        filters: [
          {
            name: "category",
            label: "Category",
            chips: true,
            test: (finding, value) => finding.rule.category === value,
            options: CATEGORIES.map((category) => [
              category,
              findings.filter((f) => f.rule.category === category).length,
            ])
              .filter(([, count]) => count)
              .map(([category, count]) => [category, `${category} ${grouped(count)}`]),
          },
          {
            name: "rule",
            label: "Any rule",
            options: tally(findings.map((finding) => finding.rule.id)),
            test: (finding, value) => finding.rule.id === value,
          },
          {
            name: "service",
            label: "Any service",
            options: tally(findings.flatMap(servicesOf)),
            test: (finding, value) => servicesOf(finding).includes(value),
          },
          {
            name: "standing",
            label: "Any standing",
            options: tally(findings.flatMap(standingsOf)),
            test: (finding, value) => standingsOf(finding).includes(value),
          },
        ],
        columns: [
          {
            name: "category",
            label: "Category",
            by: (finding) => CATEGORIES.indexOf(finding.rule.category),
          },
          { name: "rule", label: "Rule", by: (finding) => finding.rule.id },
          {
            name: "place",
            label: "Place",
            by: (finding) => `${raw.files[finding.file]}:${String(finding.line).padStart(7, "0")}`,
          },
          {
            name: "reach",
            label: "Entry points",
            by: (finding) => entriesOfSet(finding.entries).length,
            isNumber: true,
          },
          { name: "effort", label: "Effort", by: (finding) => finding.rule.effort, isNumber: true },
        ],
      },
      parameters,
    ),
  };
}

const servicesOf = (finding) =>
  finding.services.length ? finding.services.map(serviceName) : [NO_SERVICE];

const standingsOf = (finding) => [
  finding.accepted ? "accepted" : "counts",
  ...(finding.state ? [finding.state.split(" ")[0]] : []),
];

function findingRow(finding) {
  const text = sourceLine(finding.file, finding.line);
  const reach = entriesOfSet(finding.entries).length;
  return h(
    "div",
    {},
    h("span", { class: "category", role: "cell" }, tag(finding.rule.category)),
    h(
      "span",
      { class: "message", role: "cell" },
      h("a", { href: address("finding", finding.key) }, finding.rule.title),
      standing(finding),
      " ",
      h("span", { class: "said" }, prose(finding.message)),
    ),
    h(
      "span",
      { class: "quoted", role: "cell" },
      place(finding.file, finding.line),
      text && h("code", {}, text.trim()),
    ),
    h(
      "span",
      { class: "reach", role: "cell" },
      reach ? counted(reach, "entry point") : "no entry point",
    ),
    h("span", { class: "effort", role: "cell" }, points(finding.rule.effort)),
  );
}

function findingView(key) {
  const finding = findingByKey.get(key);
  if (!finding) return missing("finding", key, "findings");
  const { rule } = finding;
  const reached = entriesOfSet(finding.entries);
  return {
    title: `${rule.title}, ${placeText(finding)}`,
    parent: "findings",
    rows: findingsByGravity(),
    element: h(
      "article",
      { class: "page" },
      h("h1", {}, rule.title),
      h(
        "p",
        { class: "meta" },
        tag(rule.category),
        " ",
        linkTo("rule", rule.id, rule.id),
        ` · ${points(rule.effort)} · confidence ${rule.confidence}`,
      ),
      finding.state && h("p", { class: "standing state" }, capitalized(finding.state)),
      finding.accepted && h("p", { class: "standing" }, capitalized(finding.accepted)),
      h("p", {}, prose(finding.message)),
      excerpt(finding.file, finding.line) ?? h("p", {}, place(finding.file, finding.line)),
      paragraphs(rule.why),
      section("Instead", h("p", {}, prose(rule.fix))),
      section(
        "How it is reached",
        finding.chain.length > 0
          ? chainList(finding.chain, finding)
          : h("p", { class: "dim" }, "No entry point reaches it."),
      ),
      section(
        `Entry points that reach it: ${grouped(reached.length)}`,
        reached.length > 0 && h("ul", { class: "items" }, some(reached, entryItem, 30)),
      ),
    ),
  };
}

function entryItem(entry) {
  return h(
    "li",
    {},
    tag(entry.verdict),
    " ",
    linkTo("entry", entry.key, entry.label),
    " ",
    h("span", { class: "dim" }, serviceName(entry.service)),
    " ",
    place(entry.file, entry.line),
  );
}
