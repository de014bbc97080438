/** Style as a test: what reviewers would otherwise have to say again and again. The rules are in docs/spec/tidy.md. */

import { expect, test } from "vitest";
import { builtinModules } from "node:module";
import { z } from "zod";
import { lineAt, repositoryFiles, type RepositoryFile } from "./support/repository.ts";
import { childOf, readSyntax, referencesOf, type Place, type Syntax } from "./support/syntax.ts";

interface Module extends RepositoryFile {
  readonly folder: string;
  readonly syntax: Syntax;
}

interface Imports {
  /** Other folders, as in `#routing/`. */
  readonly folders: readonly string[];
  readonly packages: "any" | readonly string[];
  readonly node: boolean;
}

/** "Who may import whom" of ARCHITECTURE.md. */
const mayImport: Readonly<Record<string, Imports>> = {
  "ivr-flows": { folders: [], packages: ["zod"], node: false },
  protocol: { folders: [], packages: ["zod"], node: false },
  routing: { folders: ["ivr-flows"], packages: [], node: false },
  cti: { folders: ["routing", "ivr-flows"], packages: [], node: true },
  migrations: { folders: [], packages: ["kysely"], node: true },
  src: { folders: ["routing", "ivr-flows", "cti", "protocol", "migrations", "src"], packages: "any", node: true },
  "agent-console": { folders: ["protocol", "ivr-flows"], packages: "any", node: false },
  prompts: { folders: [], packages: ["pinyin-pro"], node: true },
  test: {
    folders: ["routing", "ivr-flows", "cti", "protocol", "migrations", "src", "agent-console", "test"],
    packages: "any",
    node: true,
  },
};
/** The rules of time zones as pure arithmetic; the runtime's own `Temporal` is not there in every Node. */
const pureExceptions: readonly (readonly [path: RegExp, from: string])[] = [
  [/^routing\/schedule\//, "temporal-polyfill"],
];
/** Read by tools that want a default export. */
const configFiles = /^(?:vitest\.config|agent-console\/vite\.config|test\/support\/closing-line)\.ts$/;
const catalogues = /^agent-console\/src\/i18n\/(?:en|zh|es)\.ts$/;
const SOURCE_LINES_MAX = 400;
const TEST_LINES_MAX = 500;

const files = repositoryFiles();
const modules: readonly Module[] = files
  .filter(({ path }) => /\.tsx?$/.test(path))
  .map((file) => ({ ...file, folder: file.path.split("/")[0] ?? "", syntax: readSyntax(file.path, file.text) }));
const versions = z.record(z.string(), z.string());
const packageJson = z
  .object({ scripts: versions, dependencies: versions, devDependencies: versions, optionalDependencies: versions })
  .parse(JSON.parse(files.find(({ path }) => path === "package.json")?.text ?? ""));
const documents = files.filter(({ path }) => /^(?:[A-Z]+\.md$|docs\/)/.test(path) && path.endsWith(".md"));

/** Fails also when there was nothing to look at. */
function expectNone(findings: readonly string[]): void {
  expect(modules.length).toBeGreaterThan(100);
  expect(findings).toEqual([]);
}

const at = (file: RepositoryFile, offset: number, what: string): string =>
  `${file.path}:${lineAt(file.text, offset)} ${what}`;

function found(file: RepositoryFile, pattern: RegExp): readonly string[] {
  return [...file.text.matchAll(pattern)].map((match) => at(file, match.index, match[0].trim()));
}

const rulesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].flatMap((match) => [...(match[1] ?? "").matchAll(/[A-Z]{2,}\d+/g)].map(([id]) => id));

test("[TIDY1] no file is a book", () => {
  const tooLong = modules.flatMap(({ path, folder, text }) => {
    const lines = text.trimEnd().split("\n").length;
    const limit = folder === "test" ? TEST_LINES_MAX : SOURCE_LINES_MAX;
    return lines > limit && !catalogues.test(path) ? [`${path} has ${lines} lines`] : [];
  });
  expectNone(tooLong);
});

const isSentence = (text: string): boolean => /^[\p{Lu}`"'\d].{6,}[.:!?]/su.test(text);

test("[TIDY2] every source file says first why it exists", () => {
  const silent = modules.filter(({ path, text, syntax }) => {
    // What a test is for, its titles say.
    if (path.endsWith(".test.ts") || configFiles.test(path)) return false;
    const [first] = syntax.comments;
    if (first === undefined) return true;
    const before = text.slice(0, first.start).replace(/^#!.*\n/, "");
    const words = first.value.replaceAll(/^[\s*]+/gm, " ").trim();
    return before.trim() !== "" || !isSentence(words);
  });
  const silentXml = files.filter(
    ({ path, text }) =>
      path.startsWith("freeswitch-conf/") &&
      !isSentence(/^(?:<\?xml[^>]*>\s*)?<!--\s*(.*?)-->/su.exec(text)?.[1] ?? ""),
  );
  expectNone([...silent, ...silentXml].map(({ path }) => path));
});

test("[TIDY3] types have no holes", () => {
  const silencers = /@ts-(?:ignore|expect-error|nocheck)|(?:oxlint|eslint)-disable/;
  expectNone(
    modules.flatMap((file) => [
      ...file.syntax.comments
        .filter((comment) => silencers.test(comment.value))
        .map((comment) => at(file, comment.start, "silences a checker")),
      ...file.syntax.places.flatMap((place) => {
        const hole = holeIn(file, place);
        return hole === undefined ? [] : [at(file, place.node.start, hole)];
      }),
    ]),
  );
});

function holeIn(file: Module, { node, role }: Place): string | undefined {
  switch (node.type) {
    case "TSAnyKeyword":
      return "any";
    case "TSNonNullExpression":
      return "!";
    case "PropertyDefinition":
    case "VariableDeclarator":
      return node["definite"] === true ? "!:" : undefined;
    case "TSTypeReference":
      return childOf(node, "typeName")?.["name"] === "Function" ? "Function" : undefined;
    case "ExportDefaultDeclaration":
      return configFiles.test(file.path) ? undefined : "a default export";
    case "ExportAllDeclaration":
      return "re-exports everything";
    case "TSUnknownKeyword":
    case "TSNeverKeyword":
      return role === "typeAnnotation" &&
        file.folder !== "test" &&
        isCast(file, node.start) &&
        !isExplained(file, node.start)
        ? "a cast that says nothing"
        : undefined;
    default:
      return undefined;
  }
}

const isCast = ({ text }: Module, start: number): boolean => /\bas $/.test(text.slice(start - 3, start));

/** A comment on the same line or the line above. */
function isExplained({ text, syntax }: Module, start: number): boolean {
  const line = lineAt(text, start);
  return syntax.comments.some((comment) => {
    const last = lineAt(text, comment.end);
    return last === line || last === line - 1;
  });
}

/** A property of something else that is only called like that. */
const isName = ({ parent, role }: Place): boolean =>
  (parent?.type === "MemberExpression" && role === "property" && parent["computed"] !== true) ||
  (role === "key" && parent?.["computed"] !== true);

test("[TIDY4] the core and the flows know no clock, no chance, no process", () => {
  const forbidden = new Set(
    "Date process performance crypto fetch console globalThis setTimeout setInterval setImmediate queueMicrotask".split(
      " ",
    ),
  );
  const forbiddenMembers = new Set(["Math.random", "Temporal.Now"]);
  expectNone(
    modules
      .filter(({ folder }) => folder === "routing" || folder === "ivr-flows")
      .flatMap((file) =>
        file.syntax.places.flatMap((place) => {
          const { node } = place;
          const name = node["name"];
          if (node.type === "Identifier" && typeof name === "string" && forbidden.has(name) && !isName(place))
            return [at(file, node.start, name)];
          if (node.type !== "MemberExpression") return [];
          const member = `${String(childOf(node, "object")?.["name"])}.${String(childOf(node, "property")?.["name"])}`;
          return forbiddenMembers.has(member) ? [at(file, node.start, member)] : [];
        }),
      ),
  );
});

test("[TIDY5] folders import what they may", () => {
  expectNone(
    modules
      .filter(({ path }) => !configFiles.test(path))
      .flatMap((file) =>
        referencesOf(file.syntax).flatMap(({ from, start }) => {
          const wrong = wrongImport(file, from);
          return wrong === undefined ? [] : [at(file, start, `${from}: ${wrong}`)];
        }),
      ),
  );
});

function wrongImport({ path, folder }: Module, from: string): string | undefined {
  const rule = mayImport[folder];
  if (rule === undefined) return `the folder ${folder} has no rule`;
  if (from.startsWith(".")) {
    const target = new URL(from, `file:///${path}`).pathname.slice(1);
    if (!/\.(?:ts|tsx|json|css)(?:\?\w+)?$/.test(from)) return "the file's ending is missing";
    const isOwn = target.startsWith(`${folder}/`);
    // A test may read what the repository is made of; the boot picks prompts from the folder beside it.
    return isOwn || folder === "test" || target.endsWith(".json")
      ? undefined
      : "leaves its folder; write #folder/file.ts";
  }
  if (from.startsWith("#")) {
    const other = from.slice(1).split("/")[0] ?? "";
    if (!/\.(?:ts|tsx|json)$/.test(from)) return "the file's ending is missing";
    return rule.folders.includes(other) ? undefined : `${folder} may not know ${other}`;
  }
  if (from.startsWith("node:") || builtinModules.includes(from)) {
    if (!from.startsWith("node:")) return "write node:";
    return rule.node ? undefined : `${folder} may not know Node`;
  }
  if (rule.packages === "any") return undefined;
  const name = from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");
  const isException = pureExceptions.some(([where, what]) => where.test(path) && what === name);
  return isException || rule.packages.includes(name) ? undefined : `${folder} may not use this package`;
}

test("[TIDY6] rules and tests quote each other", () => {
  const written = files
    .filter(({ path }) => path.startsWith("docs/spec/"))
    .flatMap(({ text }) => rulesIn(text, /^\s*(?:[-*]\s+|\|\s*|#+\s+)(?:\*\*|\[|`)?([A-Z]{2,}\d+)\b/gm));
  const known = new Set(written);
  const tested = new Set(
    modules
      .filter(({ folder }) => folder === "test")
      .flatMap(({ text }) => rulesIn(text, /["'`]\[([A-Z]{2,}\d+[^\]]*)\]/g)),
  );
  const commented = modules.flatMap((file) =>
    file.syntax.comments.flatMap((comment) => rulesIn(comment.value, /\[([A-Z]{2,}\d+)\]/g)),
  );
  const isTwice = (id: string, index: number): boolean => written.indexOf(id) !== index;
  expect(written.length).toBeGreaterThan(100);
  expect({
    writtenTwice: written.filter(isTwice),
    quotedButNotWritten: [...new Set([...tested, ...commented])].filter((id) => !known.has(id)).toSorted(),
    writtenButNotTested: [...known].filter((id) => !tested.has(id)).toSorted(),
  }).toEqual({ writtenTwice: [], quotedButNotWritten: [], writtenButNotTested: [] });
});

test("[TIDY7] nothing is unpinned", () => {
  const { dependencies, devDependencies, optionalDependencies } = packageJson;
  const packages = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} ${version}`);
  const images = files
    .filter(({ path }) => path === "docker-compose.yml" || path === "Dockerfile")
    .flatMap((file) =>
      [...file.text.matchAll(/^(?:\s*image:|FROM)\s+(\S+)/gm)]
        .map((match) => match[1] ?? "")
        // Built here, or an earlier stage of the same file.
        .filter((image) => !/^(?:cordboard:|[a-z]+$)/.test(image))
        .filter((image) => !/(?::\$?\{?[\w.-]*\d+\.\d+[\w.-]*|@sha256:[0-9a-f]{64})\}?$/.test(image))
        .map((image) => `${file.path} ${image}`),
    );
  expectNone([...packages, ...images]);
});

test("[TIDY8] no notes to self, no paths of one machine", () => {
  // Written so that this line is not one of them.
  const notes = /\b(?:T[O]DO|F[I]XME|H[A]CK|X[X]X)\b/g;
  const machine = /(?<![\w.$/-])\/(?:work|root|home|Users)\/[A-Za-z]\w*/g;
  expectNone(
    files
      .filter(({ path }) => path !== "LICENSE" && !path.startsWith("test/fixtures/"))
      .flatMap((file) => [...found(file, notes), ...found(file, machine)]),
  );
});

test("[TIDY9] what the documents name exists", () => {
  const scripts = new Set(Object.keys(packageJson.scripts));
  const configuration = files.find(({ path }) => path === "src/config.ts")?.text ?? "";
  const compose = files.find(({ path }) => path === "docker-compose.yml")?.text ?? "";
  const allPaths = files.map(({ path }) => path);
  const paths = new Set([...allPaths, ...allPaths.flatMap((path) => foldersOf(path))]);
  const seeded = files.find(({ path }) => path === "src/crm/seed-users.ts")?.text ?? "";
  const logins = /^Logins: (.*)$/m.exec(documents.find(({ path }) => path === "README.md")?.text ?? "")?.[1] ?? "";

  expect(logins).not.toBe("");
  expectNone([
    ...documents.flatMap((file) => [
      ...[...file.text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)]
        .filter((match) => !scripts.has(match[1] ?? match[2] ?? ""))
        .map((match) => at(file, match.index, match[0])),
      ...[...file.text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\/?)`/g)]
        .filter((match) => namesAFile(match[1] ?? "") && !allPaths.some((path) => path.startsWith(match[1] ?? "")))
        .map((match) => at(file, match.index, `${match[0]} is not there`)),
      ...[...file.text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
        .filter(
          (match) => !paths.has(new URL(match[1] ?? "", `file:///${file.path}`).pathname.slice(1).replace(/\/$/, "")),
        )
        .map((match) => at(file, match.index, `${match[1]} is not there`)),
      ...[...file.text.matchAll(/\bCORDBOARD_[A-Z_]+\b/g)]
        .filter(([name]) => !configuration.includes(`"${name}"`) && !compose.includes(name))
        .map((match) => at(file, match.index, `${match[0]} is no setting`)),
    ]),
    ...[...logins.matchAll(/`(\w+)`/g)]
      .map(([, login]) => login ?? "")
      .filter((login) => !seeded.includes(`"${login}"`)),
  ]);
});

/** A path that starts in one of our folders and has no placeholder. */
const namesAFile = (text: string): boolean =>
  text.includes("/") && (text.split("/")[0] ?? "") in { ...mayImport, docs: 1, "freeswitch-conf": 1 };

function foldersOf(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join("/"));
}

const byName = (a: string, b: string): number => (a < b ? -1 : 1);

test("[TIDY10] docker-compose sets what freeswitch-conf reads, and presets no secret", () => {
  const compose = files.find(({ path }) => path === "docker-compose.yml")?.text ?? "";
  const preset = new Set(["log_dir"]);
  const read = new Set(
    files
      .filter(({ path }) => path.startsWith("freeswitch-conf/"))
      .flatMap(({ text }) => [...text.matchAll(/\$\$\{(\w+)\}/g)].map((match) => match[1] ?? ""))
      .filter((name) => !preset.has(name)),
  );
  /** Not read by a file of ours but by the switch itself. */
  const global = [
    "disable_system_app_commands",
    "disable_system_api_commands",
    "app_disable_expand_variables",
    "media_timeout",
  ];
  const set = [...compose.matchAll(/cmd="set" data="(\w+)=/g)].map((match) => match[1] ?? "");
  expect(set.toSorted(byName)).toEqual([...read, ...global].toSorted(byName));
  const secrets = [...compose.matchAll(/\$\{(\w*(?:PASSWORD|SECRET)\w*)(:?[?-]?)/g)];
  expect(secrets.length).toBeGreaterThan(2);
  expect(secrets.filter((match) => match[2] !== ":?").map((match) => match[0])).toEqual([]);
});
