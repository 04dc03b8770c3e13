// The services and what ties them, as a picture: the map at its lowest zoom. Its script comes bundled
// (templates/map/areas.js); a report that was written without it has no picture.

const AS_A_MAP = [
  "Lines: calls, writes, foreign keys and transactions between services; point at one. ",
  h("code", {}, "migrate map"),
  " shows what is in them, and lets you move it.",
];

function servicesPicture() {
  if (!raw.map) return null;
  const place = h("div", {
    class: "picture",
    role: "img",
    "aria-label": "Services and what ties them; the table below has the same links",
  });
  place.style.height = `${Math.min(900, Math.max(440, 10 * raw.map.areas.length))}px`;
  const said = h("p", { class: "dim told" }, AS_A_MAP);
  let drawn;
  const start = () => {
    drawn = drawServices(place, raw.map, {
      tell: (sentence) => said.replaceChildren(...(sentence ? [sentence] : AS_A_MAP)),
      open: (name) => (location.hash = address("entries", "", { service: serviceOrNone(name) })),
    });
    new ResizeObserver(() => place.isConnected && drawn.fit()).observe(place);
  };
  addEventListener("themechange", () => place.isConnected && drawn?.repaint());
  return { element: [place, said], start };
}

const serviceOrNone = (name) =>
  services.some((service) => service.name === name) ? name : NO_SERVICE;
