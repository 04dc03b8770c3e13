// What was seen and not understood.

function unresolvedView(parameters) {
  return {
    title: "Not resolved",
    ...listView(
      {
        section: "unresolved",
        style: "unresolved",
        noun: ["place", "places"],
        rows: unresolved,
        draw: unresolvedRow,
        text: (doubt) =>
          [doubt.reason, placeText(doubt), sourceLine(doubt.file, doubt.line) ?? ""].join(" "),
        filters: [
          {
            name: "reason",
            label: "Any reason",
            options: tally(unresolved.map((doubt) => doubt.reason)),
            test: (doubt, value) => doubt.reason === value,
          },
        ],
        columns: [
          { name: "reason", label: "Reason", by: (doubt) => doubt.reason },
          {
            name: "place",
            label: "Place",
            by: (doubt) => `${raw.files[doubt.file]}:${String(doubt.line).padStart(7, "0")}`,
          },
        ],
      },
      parameters,
    ),
  };
}

function unresolvedRow(doubt) {
  const text = sourceLine(doubt.file, doubt.line);
  return h(
    "div",
    {},
    h("span", { class: "reason", role: "cell" }, prose(doubt.reason)),
    h(
      "span",
      { class: "quoted", role: "cell", tabindex: "-1" },
      place(doubt.file, doubt.line),
      text && h("code", {}, text.trim()),
    ),
  );
}
