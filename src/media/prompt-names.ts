/** Which prompts there are, by language: the names that flows may use. */

import { readdir } from "node:fs/promises";
import { join } from "node:path";

const languages = ["en", "zh", "es"] as const;

/** `folder` holds `<language>/<name>.wav`. A language without a folder has no prompts. */
export async function promptNames(folder: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const names: Record<string, readonly string[]> = {};
  for (const language of languages) {
    const files = await readdir(join(folder, language)).catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    });
    names[language] = files.filter((file) => file.endsWith(".wav")).map((file) => file.slice(0, -".wav".length));
  }
  return names;
}
