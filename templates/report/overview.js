// What a team lead asks first: how far are we, what holds us back, where to begin.

function overview() {
  const can = entries.filter((entry) => entry.verdict === "extract").length;
  const sentence = entries.length
    ? [
        h("b", {}, percent(can, entries.length)),
        ` of ${counted(entries.length, "entry point")} reach nothing mandatory. `,
        counting(findings).length
          ? [
              linkTo("findings", "", counted(counting(findings).length, "finding")),
              `, ${points(raw.effort)} of effort.`,
              findings.length > counting(findings).length && [
                " ",
                linkTo("findings", "", grouped(findings.length - counting(findings).length), {
                  standing: "accepted",
                }),
                findings.length - counting(findings).length === 1
                  ? " more is accepted."
                  : " more are accepted.",
              ],
            ]
          : "Nothing was found that stands in the way.",
      ]
    : "No entry points were found.";
  const picture = servicesPicture();
  return {
    title: "Overview",
    start: picture?.start,
    element: h(
      "div",
      { class: "page" },
      h("p", { class: "lead" }, sentence),
      verdictSummary(entries, {}),
      isMeasured && trafficShares(),
      section("Where to begin", begin()),
      section("Since the baseline", raw.gone && baselineSummary()),
      section("Comments and waivers to look at", troubles.length > 0 && troubleTable()),
      section("Services", picture?.element, serviceTable()),
      section("Findings by rule", ruleTable()),
      section("Not resolved", unresolvedSummary()),
      section(
        "Beside the running application",
        raw.live && [h("p", {}, raw.live.headline), liveTable()],
      ),
      section("What was read", readSummary()),
    ),
  };
}

// The same, by how often each is asked.
function trafficShares() {
  const sums = VERDICTS.map((verdict) => [
    verdict,
    entries
      .filter((entry) => entry.verdict === verdict)
      .reduce((sum, entry) => sum + entry.traffic.requests, 0),
  ]);
  const whole = sums.reduce((sum, [, requests]) => sum + requests, 0);
  return h(
    "p",
    { class: "dim" },
    `Of ${counted(whole, "request")} in the access logs: `,
    sums.map(([verdict, requests], position) => [
      position > 0 && ", ",
      `${percent(requests, whole)} `,
      tag(verdict),
    ]),
    raw.requests > whole && `; ${grouped(raw.requests - whole)} more that no entry point answers`,
    ".",
  );
}

function verdictCounts(some) {
  return VERDICTS.map((verdict) => [
    verdict,
    some.filter((entry) => entry.verdict === verdict).length,
  ]);
}

function verdictSummary(some, parameters) {
  const counts = verdictCounts(some);
  return h(
    "div",
    { class: "verdicts" },
    bar(counts),
    h(
      "ul",
      {},
      counts.map(([verdict, count]) =>
        h(
          "li",
          {},
          h(
            "a",
            { href: address("entries", "", { verdict, ...parameters }) },
            h("b", {}, grouped(count)),
            " ",
            tag(verdict),
          ),
        ),
      ),
    ),
  );
}

// Findings and rules that alone stand between entry points and "extract".
function begin() {
  const alone = { finding: new Map(), rule: new Map() };
  for (const entry of entries) {
    if (entry.verdict !== "fix first") continue;
    const deciding = incidents(entry.decidedBy.map((number) => findings[number]));
    if (deciding.length === 1) add(alone.finding, deciding[0]);
    if (new Set(deciding.map((finding) => finding.rule)).size === 1)
      add(alone.rule, deciding[0].rule);
  }
  const best = sorted([...alone.finding], ([, count]) => count, true).slice(0, 7);
  if (!best.length) return null;
  const rows = best.map(([finding, count]) => [
    [linkTo("finding", finding.key, finding.rule.title), " ", place(finding.file, finding.line)],
    grouped(count),
    grouped(entriesOfSet(finding.entries).length),
    String(finding.rule.effort),
  ]);
  const whole = sorted([...alone.rule], ([, count]) => count, true)[0];
  return [
    h(
      "p",
      { class: "dim" },
      "Fixed by itself, each of these frees so many entry points: nothing else holds them back.",
      whole &&
        whole[1] > best[0][1] && [
          " All findings of ",
          linkTo("rule", whole[0].id, whole[0].title),
          ` together: ${grouped(whole[1])}.`,
        ],
    ),
    simpleTable(
      [
        ["finding", ""],
        ["frees", "n"],
        ["reached by", "n wide"],
        ["effort", "n"],
      ],
      rows,
    ),
  ];
  function add(counts, key) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}

function baselineSummary() {
  const states = tally(
    findings.map((finding) => finding.state.split(" ")[0] || "unchanged"),
    (state) => `${state}:`,
  );
  const rows = gone.map((one) => [h("code", {}, one.rule), h("code", {}, one.place), one.message]);
  return [
    h(
      "p",
      {},
      states.map(([state, text]) => [
        state === "unchanged" ? text : linkTo("findings", "", text, { standing: state }),
        ", ",
      ]),
      `gone: ${grouped(gone.length)}`,
    ),
    rows.length > 0 &&
      simpleTable(
        [
          ["gone", ""],
          ["was at", ""],
          ["", ""],
        ],
        rows.map(([rule, at, message]) => [rule, at, prose(message)]),
      ),
  ];
}

function troubleTable() {
  return simpleTable(
    [
      ["what", ""],
      ["where", ""],
      ["", ""],
    ],
    troubles.map((one) => [one.name, h("code", {}, one.place), prose(one.message)]),
  );
}

function serviceTable() {
  const groups = new Map(
    [...services.map((service) => service.number), -1].map((number) => [number, []]),
  );
  for (const entry of entries) groups.get(entry.service).push(entry);
  const rows = [...groups]
    .filter(([number, some]) => number >= 0 || some.length)
    .map(([number, some]) => {
      const counts = verdictCounts(some);
      const name = serviceName(number);
      return [
        linkTo("entries", "", name, { service: name }),
        grouped(some.length),
        bar(counts),
        ...counts.map(([verdict, count]) =>
          count
            ? linkTo("entries", "", grouped(count), { service: name, verdict })
            : h("span", { class: "dim" }, "0"),
        ),
        number < 0 ? "" : grouped(services[number].effort),
      ];
    });
  if (!rows.length) return null;
  rows.push([
    h("b", {}, "all"),
    h("b", {}, grouped(entries.length)),
    bar(verdictCounts(entries)),
    ...verdictCounts(entries).map(([, count]) => h("b", {}, grouped(count))),
    h("b", {}, grouped(raw.effort)),
  ]);
  return [
    simpleTable(
      [
        ["service", ""],
        ["entry points", "n"],
        ["", "wide"],
        ["extract", "n"],
        ["fix first", "n"],
        ["stay", "n"],
        ["effort", "n"],
      ],
      rows,
      "sums",
    ),
    h(
      "p",
      { class: "dim" },
      "Effort counts each finding that is not accepted once: in every service that reaches or holds it, and once in all.",
    ),
  ];
}

function ruleTable() {
  const rows = sortedRules().map((rule) => {
    const reached = reachedBy(rule);
    return [
      tag(rule.category),
      linkTo("rule", rule.id, rule.title),
      linkTo("findings", "", grouped(rule.findings.length), { rule: rule.id }),
      reached
        ? linkTo("entries", "", grouped(reached), { rule: rule.id })
        : h("span", { class: "dim" }, "0"),
      grouped(effortOf(rule.findings)),
    ];
  });
  if (!rows.length) return null;
  const counts = CATEGORIES.map((category) => [
    category,
    counting(findings).filter((f) => f.rule.category === category).length,
  ]);
  return [
    h(
      "p",
      {},
      counts.map(([category, count]) => [
        linkTo("findings", "", [h("b", {}, grouped(count)), " ", tag(category)], { category }),
        " ",
      ]),
    ),
    simpleTable(
      [
        ["", ""],
        ["rule", ""],
        ["findings", "n"],
        ["entry points", "n"],
        ["effort", "n"],
      ],
      rows,
    ),
  ];
}

function unresolvedSummary() {
  if (!unresolved.length) return h("p", {}, "Nothing: all that was seen was understood.");
  const rows = tally(unresolved.map((doubt) => doubt.reason))
    .slice(0, 8)
    .map(([reason]) => [
      linkTo("unresolved", "", prose(reason), { reason }),
      grouped(unresolved.filter((d) => d.reason === reason).length),
    ]);
  return [
    h(
      "p",
      { class: "dim" },
      "Seen, and not understood: what these places do is in no number above.",
    ),
    simpleTable(
      [
        ["reason", ""],
        ["places", "n"],
      ],
      rows,
    ),
    linkTo("unresolved", "", `all ${grouped(unresolved.length)}`),
  ];
}

function liveTable() {
  const rows = raw.live.rows.map(([side, route, who]) => [side, h("code", {}, route), who]);
  return rows.length
    ? simpleTable(
        [
          ["only in the", ""],
          ["route", ""],
          ["handler", ""],
        ],
        rows,
      )
    : null;
}

function readSummary() {
  const parts = [
    h(
      "p",
      {},
      `${raw.root}: ${counted(raw.modules, "file")}, ${counted(raw.lines, "line")}`,
      raw.unparsed > 0 && `; ${grouped(raw.unparsed)} not valid Python`,
      ".",
    ),
  ];
  if (leftOut.length) {
    parts.push(
      h(
        "p",
        { class: "dim" },
        "Left out: ",
        leftOut.map((one, position) => [
          position > 0 && ", ",
          h("span", { title: one.examples.join("\n") }, `${grouped(one.count)} ${one.reason}`),
        ]),
        ". ",
        h("code", {}, "--include"),
        " puts back.",
      ),
    );
  }
  if (raw.unanswered.length) {
    parts.push(
      h(
        "p",
        { class: "dim" },
        "Not asked, for want of an access log (",
        h("code", {}, "--traffic"),
        "): ",
        raw.unanswered.join(", "),
        ".",
      ),
    );
  }
  return parts;
}
