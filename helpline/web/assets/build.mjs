// Builds the style sheets, scripts and pictures into ../static/build with the hash of their content in their names,
// and writes manifest.json, which says which file stands for which name.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "build");
const manifest = {};

function keep(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  manifest[name] = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  writeFileSync(join(out, manifest[name]), content);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const name of ["desk", "public"]) {
  const style = compile(join(here, "scss", `${name}.scss`), { style: "compressed", loadPaths: [here, join(here, "node_modules")], quietDeps: true });
  keep(`${name}.css`, style.css);
}
// The telephone's library and the passkeys are files of their own: only the pages that need them ask for them.
for (const name of ["desk", "public", "line", "voice", "passkey"]) {
  const script = await build({ entryPoints: [join(here, "js", `${name}.ts`)], bundle: true, minify: true, format: "esm", target: "es2021", write: false, nodePaths: [join(here, "node_modules")] });
  keep(`${name}.js`, script.outputFiles[0].contents);
}
for (const folder of ["img", "sound"])
  for (const name of readdirSync(join(here, folder))) keep(name, readFileSync(join(here, folder, name)));
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 2));
