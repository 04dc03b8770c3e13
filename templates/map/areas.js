// The services of a plan and what ties them, as the first page of the HTML report shows them: the
// map at its lowest zoom. The report calls `drawServices`; migrator/reporting/map_areas.py says
// what it is given.

import { areaElements, fitToZoom, idOfArea, linkElements, openGraph } from "./graph.js";
import { placeAreas } from "./layout.js";
import { NOWHERE, SHARED, titleOf } from "./plan.js";

const SHOWN = new Set(["transactions", "writes", "keys", "calls"]);
const MODULE = 220; // the side of the square that a module is worth

// areas: [name, modules, tables, …]; links: [from, to, {kind: count}], positions in areas.
window.drawServices = (container, { areas, links }, { tell, open }) => {
  const named = areas.map(([name, kind, ...counts]) => {
    const id = { shared: SHARED, nowhere: NOWHERE }[kind] ?? name;
    const side = Math.sqrt(Math.max(1, counts[0] + counts[1])) * MODULE;
    return { id, title: titleOf(id), width: side * 1.25, height: side * 0.8, counts };
  });
  const tied = links.map(([from, to, counts]) => ({
    from: named[from].id,
    to: named[to].id,
    counts,
    facts: [],
  }));
  const centres = placeAreas(named, tied);
  const { graph, repaint } = openGraph(container, {
    userZoomingEnabled: false,
    userPanningEnabled: false,
    autoungrabify: true,
  });
  graph.add(
    named.flatMap((area, at) => areaElements(area.id, area.title, at, area, centres.get(area.id))),
  );
  graph.add(linkElements(tied, SHOWN));
  const fit = () => {
    graph.resize();
    graph.fit(graph.nodes(), 12);
    fitToZoom(graph, false);
  };
  fit();
  graph.on("tap", ".area", (event) => open(event.target.data("area")));
  graph.on("mouseover", "node, edge", ({ target }) => {
    const lit = target.isNode() ? target.connectedEdges() : target;
    graph.edges().not(lit).addClass("faded");
    lit.addClass("lit");
    const area = named.find(({ id }) => id === target.data("area"));
    tell(area ? { area } : { link: target.data("link"), titleOf });
  });
  graph.on("mouseout", "node, edge", () => {
    graph.edges().removeClass("faded lit");
    tell(undefined);
  });
  return { fit, repaint, idOfArea };
};
