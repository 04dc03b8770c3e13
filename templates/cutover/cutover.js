// The page of a cutover: each route with who answers it, why, and how it got there.

const raw = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";
const share = (number) => `${decimal(number)} %`;
const moment = (text) => text.replace("T", " ").replace("+00:00", " UTC");

// The share of a route since its first change, as steps.
function sparkline(route) {
  const points = route.history.map((one) => [Date.parse(one.at), one.to_percent]);
  if (!points.length) return null;
  const first = points[0][0];
  const width = Math.max(1, Date.parse(raw.at) - first);
  const steps = [`M0,${26 - route.history[0].from_percent / 4}`];
  for (const [at, percentage] of points) {
    steps.push(`H${((at - first) / width) * 180}`, `V${26 - percentage / 4}`);
  }
  steps.push("H180");
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "spark");
  picture.setAttribute("viewBox", "0 0 180 28");
  picture.setAttribute("role", "img");
  const ends = route.history.map((one) => share(one.to_percent)).join(", ");
  picture.setAttribute("aria-label", `share over time: ${ends}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", steps.join(""));
  picture.append(path);
  return picture;
}

const tally = (one) =>
  one.requests ? `${grouped(one.bad)} of ${grouped(one.requests)}` : "nothing answered";

function numbers(evidence) {
  const slow = evidence.slow_ms === null ? "slow" : `over ${decimal(evidence.slow_ms)} ms`;
  const rows = [["failed", evidence.failed], [slow, evidence.slow]].map(([name, one]) => [
    name,
    tally(one.service),
    tally(one.monolith),
    percent(Math.max(0, Math.min(one.log_e, one.log_e_needed)), one.log_e_needed),
  ]);
  const head = [["answers that", ""], ["service", ""], ["monolith", ""], ["towards a rollback", ""]];
  return [
    h("h3", {}, `since ${moment(evidence.since)}`),
    simpleTable(head, rows.map((row) => row.map((text) => h("span", {}, text)))),
  ];
}

function changes(history) {
  const head = [["when", ""], ["who", ""], ["what", ""], ["why", ""]];
  const rows = history.toReversed().map((one) => [
    h("span", { class: "dim" }, moment(one.at)),
    h("span", {}, one.who),
    h("span", { class: one.action }, `${share(one.from_percent)} → ${share(one.to_percent)}`),
    h("span", {}, one.reason),
  ]);
  const title = h("summary", {}, counted(history.length, "change"));
  return h("details", { open: history.length < 6 }, title, simpleTable(head, rows));
}

function drawRoute(route) {
  const drift = route.effective !== null && route.effective !== route.share;
  return h(
    "section",
    { class: "route", id: route.id },
    h("h2", {}, h("code", {}, `${route.method} ${route.path}`)),
    h(
      "div",
      { class: "line" },
      h("span", { class: "share" }, share(route.share)),
      h("span", { class: `tag mode-${route.mode}` }, route.mode),
      h("span", { class: "dim" }, `${route.id}, service ${route.service}`),
      sparkline(route),
      drift && h("span", { class: "drift" }, `the facade does ${share(route.effective)}`),
    ),
    route.decision &&
      h(
        "p",
        {},
        h("strong", { class: route.decision.outcome }, route.decision.outcome),
        `: ${route.decision.reasons.join("; ")}`,
      ),
    route.evidence && numbers(route.evidence),
    route.history.length > 0 && changes(route.history),
  );
}

const moved = raw.routes.filter((route) => route.share > 0).length;
document.body.append(
  h(
    "main",
    { class: "page" },
    h("h1", {}, "Cutover"),
    h(
      "p",
      { class: "lead" },
      `${counted(raw.routes.length, "route")}, ${grouped(moved)} with visitors on their service; `,
      `the facade's files are ${raw.facade}.`,
    ),
    h("p", { class: "meta" }, `As of ${moment(raw.at)}. Steps of the policy: ${raw.steps.map(share).join(", ")}.`),
    raw.warnings.map((text) => h("p", { class: "drift" }, text)),
    raw.routes.map(drawRoute),
  ),
);
