/** The repository as text: every file that belongs to it, for tests that judge files instead of running them. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Made by tools, or not ours. */
const foreign = new Set([
  "node_modules",
  ".git",
  ".tsbuild",
  ".cordboard",
  "dist",
  "test-results",
  "package-lock.json",
]);

const textEndings = /\.(?:ts|tsx|css|html|md|json|xml|yml|yaml|service|sql|sh)$|^(?:LICENSE|Dockerfile|\.[a-z.]+)$/;

export interface RepositoryFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export const repositoryRoot = join(import.meta.dirname, "../..");

/** Text files only, in alphabetical order of their paths. */
export function repositoryFiles(folder = ""): readonly RepositoryFile[] {
  const entries = readdirSync(join(repositoryRoot, folder), { withFileTypes: true });
  return entries
    .filter((entry) => !foreign.has(entry.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return repositoryFiles(path);
      if (!entry.isFile() || !textEndings.test(entry.name)) return [];
      return [{ path, text: readFileSync(join(repositoryRoot, path), "utf8") }];
    });
}

/** Counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
