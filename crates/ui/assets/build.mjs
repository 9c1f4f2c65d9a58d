// Builds dist/: one style sheet, one script, the fonts and the icons, each named by its contents, and manifest.json,
// from which the program's build makes its table. Run by `cargo xtask assets`.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import * as sass from "sass";
import { land } from "./land.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const manifest = {};

mkdirSync(dist, { recursive: true });
for (const name of readdirSync(dist)) {
  if (name !== ".gitignore") rmSync(join(dist, name), { recursive: true });
}

function put(name, type, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const file = name.replace(/\.(\w+)$/, `-${hash}.$1`);
  writeFileSync(join(dist, file), bytes);
  if (!name.endsWith(".woff2")) {
    writeFileSync(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
  manifest[name] = { file, type };
  return file;
}

// Only the alphabets of our three languages.
const fonts = {};
for (const part of ["cyrillic", "latin", "latin-ext"]) {
  const source = join(here, `node_modules/@fontsource-variable/golos-text/files/golos-text-${part}-wght-normal.woff2`);
  fonts[part] = put(`golos-${part}.woff2`, "font/woff2", readFileSync(source));
}

// For documents on paper the fonts stay whole: a document takes the glyphs it needs. They are not served to browsers.
mkdirSync(join(dist, "print"), { recursive: true });
for (const [name, weight] of [["regular", "400Regular"], ["semibold", "600SemiBold"]]) {
  const source = join(here, `node_modules/@expo-google-fonts/golos-text/${weight}/GolosText_${weight}.ttf`);
  writeFileSync(join(dist, "print", `${name}.ttf`), readFileSync(source));
}

for (const name of readdirSync(join(here, "icons"))) {
  put(name, "image/svg+xml", readFileSync(join(here, "icons", name)));
}

const style = sass.compile(join(here, "style/app.scss"), {
  loadPaths: [join(here, "node_modules")],
  quietDeps: true,
});
let css = style.css;
for (const [part, file] of Object.entries(fonts)) {
  css = css.replaceAll(`@font-${part}@`, file);
}
const small = await transform(css, { loader: "css", minify: true, target: ["chrome100", "firefox100", "safari15"] });
put("app.css", "text/css; charset=utf-8", Buffer.from(small.code));

const script = await build({
  entryPoints: [join(here, "src/app.ts")],
  bundle: true,
  format: "esm",
  minify: true,
  target: ["es2020"],
  write: false,
  legalComments: "none",
});
put("app.js", "text/javascript; charset=utf-8", Buffer.from(script.outputFiles[0].contents));

// The map is a script of its own, with its worker and its style; see land.mjs for what it shows.
const map = await build({
  entryPoints: [join(here, "src/map.ts")],
  bundle: true,
  format: "esm",
  minify: true,
  target: ["es2022"],
  write: false,
  legalComments: "none",
});
put("map.js", "text/javascript; charset=utf-8", Buffer.from(withoutLinks(map.outputFiles[0].text)));
const library = join(here, "node_modules/maplibre-gl/dist");
put("map-worker.js", "text/javascript; charset=utf-8", Buffer.from(withoutLinks(readFileSync(join(library, "maplibre-gl-worker.mjs"), "utf8"))));
const mapStyle = await transform(readFileSync(join(library, "maplibre-gl.css"), "utf8"), { loader: "css", minify: true });
put("map.css", "text/css; charset=utf-8", Buffer.from(mapStyle.code));
put("land.json", "application/json", Buffer.from(JSON.stringify(land(join(here, "node_modules/world-atlas/land-10m.json")))));

/** The library's own links lead elsewhere; none is shown, and no page may name another site. */
function withoutLinks(code) {
  return code
    .replaceAll(/https?:\/\/(?!www\.w3\.org\/)[a-z0-9.-]+\/[\w./#-]*/gi, "")
    .replace(/\/\/# sourceMappingURL=.*/, "");
}

writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
