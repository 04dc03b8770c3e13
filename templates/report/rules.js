// Rules that found something.

function sortedRules() {
  return sorted(rules, (rule) => CATEGORIES.indexOf(rule.category) * 1e6 - rule.findings.length);
}

const reachedByRule = remember(
  (number) =>
    new Set(rules[number].findings.flatMap((finding) => entriesOfSet(finding.entries))).size,
);
const reachedBy = (rule) => reachedByRule(rule.number);

function rulesView(parameters) {
  return {
    title: "Rules",
    ...listView(
      {
        section: "rules",
        style: "rules",
        noun: ["rule", "rules"],
        rows: sortedRules(),
        draw: ruleRow,
        text: (rule) => [rule.id, rule.title, rule.message, rule.fix].join(" "),
        filters: [
          {
            name: "category",
            label: "Category",
            chips: true,
            options: tally(rules.map((rule) => rule.category)),
            test: (rule, value) => rule.category === value,
          },
        ],
        columns: [
          { name: "category", label: "Category", by: (rule) => CATEGORIES.indexOf(rule.category) },
          { name: "rule", label: "Rule", by: (rule) => rule.id },
          { name: "count", label: "Findings", by: (rule) => rule.findings.length, isNumber: true },
          { name: "reach", label: "Entry points", by: reachedBy, isNumber: true },
          { name: "effort", label: "Effort each", by: (rule) => rule.effort, isNumber: true },
        ],
      },
      parameters,
    ),
  };
}

function ruleRow(rule) {
  return h(
    "div",
    {},
    h("span", { class: "category", role: "cell" }, tag(rule.category)),
    h(
      "span",
      { class: "rule", role: "cell" },
      h("a", { href: address("rule", rule.id) }, rule.title),
      " ",
      h("code", { class: "dim" }, rule.id),
    ),
    h(
      "span",
      { class: "count", role: "cell" },
      grouped(rule.findings.length),
      unit(rule.findings.length, "finding"),
    ),
    h("span", { class: "reach", role: "cell" }, grouped(reachedBy(rule))),
    h("span", { class: "effort", role: "cell" }, String(rule.effort), unit(rule.effort, "point")),
  );
}

function ruleView(key) {
  const rule = ruleByKey.get(key);
  if (!rule) return missing("rule", key, "rules");
  return {
    title: rule.title,
    parent: "rules",
    rows: sortedRules(),
    element: h(
      "article",
      { class: "page" },
      h("h1", {}, rule.title),
      h(
        "p",
        { class: "meta" },
        tag(rule.category),
        " ",
        h("code", {}, rule.id),
        ` · ${points(rule.effort)} each · confidence ${rule.confidence}`,
      ),
      h("p", {}, prose(rule.message.replace(/\{(\w+)\}/g, "‹$1›"))),
      rule.category === "mandatory" &&
        h("p", {}, "An entry point that reaches it: ", tag(rule.verdict), "."),
      section("Instead", h("p", {}, prose(rule.fix))),
      section(
        "Why",
        paragraphs(rule.why),
        h(
          "ul",
          { class: "items" },
          rule.links.map(([title, url]) => h("li", {}, outside(title, url))),
        ),
      ),
      section(
        `Findings: ${grouped(rule.findings.length)}`,
        h(
          "ul",
          { class: "items" },
          some(
            rule.findings,
            (finding) =>
              h(
                "li",
                {},
                linkTo("finding", finding.key, placeText(finding)),
                " ",
                functionName(finding.functions[0]),
                standing(finding),
                h(
                  "span",
                  { class: "dim" },
                  ` ${counted(entriesOfSet(finding.entries).length, "entry point")}`,
                ),
              ),
            100,
          ),
        ),
        h("p", {}, linkTo("findings", "", "in the list of findings", { rule: rule.id })),
      ),
    ),
  };
}
