/** A row of a rule's condition: what is looked at, how it is compared, with what. */

import type { AttributeTest } from "#protocol/api/routing-set-up.ts";
import { NativeSelect, NumberInput, TagsInput, TextInput } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import { isKnown, knownAttributes, testsOf, withTest } from "./rule-attributes.ts";

const VALUES_MAX = 50;
/** Attributes of one's own: of the contact, and variables of the flow. */
const prefixes = ["contact.", "flow."] as const;

interface Props {
  readonly place: number;
  readonly test: AttributeTest;
  readonly onChange: (test: AttributeTest) => void;
}

export function AttributeRow({ place, test, onChange }: Props) {
  const t = useT();
  const { attribute } = test;
  const prefix = isKnown(attribute) ? undefined : prefixes.find((each) => attribute.startsWith(each));
  const choose = (next: string) => onChange(withTest(test, next, testsOf(next)[0]));
  return (
    <div className="cb-stack" style={{ gap: "0.3rem", flex: 1, minWidth: "12rem" }}>
      <NativeSelect
        aria-label={t("rule.attributeOf", { place })}
        value={prefix ?? attribute}
        data={[
          ...knownAttributes.map((value) => ({ value, label: t(`ruleAttribute.${value}`) })),
          { value: "contact.", label: t("rule.otherField") },
          { value: "flow.", label: t("rule.flowVariable") },
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {prefix === undefined ? null : (
        <TextInput
          aria-label={t("rule.fieldNameOf", { place })}
          placeholder={t("rule.fieldName")}
          maxLength={60}
          value={attribute.slice(prefix.length)}
          onChange={(event) => onChange({ ...test, attribute: `${prefix}${event.currentTarget.value}` })}
        />
      )}
      <NativeSelect
        aria-label={t("rule.testOf", { place })}
        value={test.is}
        data={testsOf(attribute).map((value) => ({ value, label: t(`ruleTest.${value}`) }))}
        onChange={(event) => {
          const is = testsOf(attribute).find((each) => each === event.currentTarget.value);
          if (is !== undefined) onChange(withTest(test, attribute, is));
        }}
      />
      <Compared place={place} test={test} onChange={onChange} />
    </div>
  );
}

function Compared({ place, test, onChange }: Props) {
  const t = useT();
  const label = t("rule.valueOf", { place });
  switch (test.is) {
    case "yes":
    case "present":
      return null;
    case "oneOf":
      return (
        <TagsInput
          aria-label={label}
          maxTags={VALUES_MAX}
          value={test.values}
          onChange={(values) => onChange({ ...test, values })}
        />
      );
    case "equal":
    case "startingWith":
      return (
        <TextInput
          aria-label={label}
          maxLength={200}
          value={test.value}
          onChange={(event) => onChange({ ...test, value: event.currentTarget.value })}
        />
      );
    default:
      return (
        <NumberInput
          aria-label={label}
          value={test.value}
          onChange={(value) => onChange({ ...test, value: Number(value) })}
        />
      );
  }
}
