import { expectTypeOf, test } from "vitest";
import type { WireRefusal } from "#protocol/errors.ts";
import type { PresenceView, EngagementView } from "#protocol/views/presence.ts";
import type { Presence } from "#routing/agent/presence.ts";
import type { RefusalCode } from "#routing/refusals.ts";
import type { Engagement } from "#routing/state.ts";

test("[LV43] every refusal of the core is a word on the wire, and the wire adds only the edge's own three", () => {
  expectTypeOf<RefusalCode>().toExtend<WireRefusal>();
  expectTypeOf<Exclude<WireRefusal, RefusalCode>>().toEqualTypeOf<"forbidden" | "malformed" | "notSaved">();
});

test("[LV43] presences and engagements of the core are those of the views", () => {
  expectTypeOf<Presence["kind"]>().toEqualTypeOf<PresenceView["kind"]>();
  expectTypeOf<Engagement["kind"]>().toEqualTypeOf<EngagementView>();
});
