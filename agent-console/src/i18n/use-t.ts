/** The one hook through which a screen gets its words. */

import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { CatalogueKey } from "./catalogue.ts";

export type Translate = (key: CatalogueKey, values?: Readonly<Record<string, string | number>>) => string;

export function useT(): Translate {
  const { t } = useTranslation();
  return useCallback((key, values) => (values === undefined ? t(key) : t(key, values)), [t]);
}
