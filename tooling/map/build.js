// Bundle the scripts of templates/map with the libraries that they import, one file a page; the
// licences of the libraries travel along.

import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SCRIPTS = here("../../templates/map");
const OUTPUT = join(SCRIPTS, "bundle");
const LIBRARIES = here("node_modules");

const { metafile } = await build({
  absWorkingDir: here("."),
  entryPoints: { map: join(SCRIPTS, "map.js"), areas: join(SCRIPTS, "areas.js") },
  outdir: OUTPUT,
  nodePaths: [LIBRARIES],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2023",
  charset: "ascii",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});

for (const [file, { inputs }] of Object.entries(metafile.outputs)) {
  const names = Object.keys(inputs).map((path) => path.match(/node_modules\/([^/]+)/)?.[1]);
  const path = here(file);
  const script = await readFile(path, "utf-8");
  const licences = await Promise.all([...new Set(names.filter(Boolean))].sort().map(licenceOf));
  await writeFile(path, `${script}/*\n${licences.join("\n")}*/\n`);
}

async function licenceOf(name) {
  const folder = join(LIBRARIES, name);
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf-8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  const text = await readFile(join(folder, file), "utf-8");
  const printable = text
    .replaceAll("*/", "")
    .replace(/[^\n -~]/g, "?")
    .trim();
  return `${name} ${version}\n\n${printable}\n`;
}
