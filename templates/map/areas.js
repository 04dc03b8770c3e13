// The services of a plan and what ties them, as the first page of the HTML report shows them: the
// map at its lowest zoom. The report calls `drawServices`; migrator/reporting/map_areas.py says
// what it is given.

import { counted } from "./elements.js";
import { areaElements, fitToZoom, linkElements, openGraph } from "./graph.js";
import { placeAreas } from "./layout.js";
import { summed } from "./links.js";
import { titleOf } from "./plan.js";

const SHOWN = new Set(["transactions", "writes", "keys", "calls"]);
const MODULE = 220; // the side of the square that a module is worth

// Returns what fits the picture into its place and what paints it anew. `tell` is handed an area or
// a link that is pointed at, and nothing when it is left; `open` the name of an area.
window.drawServices = (container, { areas, links }, { tell, open }) => {
  const named = areas.map(([id, modules, tables]) => {
    const side = Math.sqrt(Math.max(1, modules + tables)) * MODULE;
    return { id, title: titleOf(id), width: side * 1.25, height: side * 0.8, modules, tables };
  });
  const tied = links.map(([one, other, counts]) => ({
    from: named[one].id,
    to: named[other].id,
    counts,
    facts: [],
  }));
  const { clientWidth: width, clientHeight: height } = container;
  const centres = placeAreas(named, tied, { width: width - 24, height: height - 24 });
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
    fitToZoom(graph);
  };
  fit();
  graph.on("tap", ".area", ({ target }) => open(target.data("area")));
  graph.on("mouseover", "node, edge", ({ target }) => {
    const lit = target.isNode() ? target.connectedEdges() : target;
    graph.edges().not(lit).addClass("faded");
    lit.addClass("lit");
    tell(sentence(target.data(), named));
  });
  graph.on("mouseout", "node, edge", () => {
    graph.edges().removeClass("faded lit");
    tell("");
  });
  return { fit, repaint };
};

function sentence({ area, link }, named) {
  if (link) return `${titleOf(link.from)} → ${titleOf(link.to)}: ${summed(link)}`;
  const { title, modules, tables } = named.find(({ id }) => id === area);
  return `${title}: ${counted(modules, "module")}, ${counted(tables, "table")}`;
}
