/** Which code stands behind each type of node. A new type is added here and in `schema.ts`; the compiler asks for both. */

import type { FlowNode, NodeOf, NodeType } from "../schema.ts";
import { answer } from "./answer.ts";
import type { NodeBehaviour } from "./behaviour.ts";
import { callback } from "./callback.ts";
import { collectDigits } from "./collect-digits.ts";
import { condition } from "./condition.ts";
import { enqueue } from "./enqueue.ts";
import { hangUp } from "./hang-up.ts";
import { hours } from "./hours.ts";
import { lookUpContact } from "./look-up-contact.ts";
import { menu } from "./menu.ts";
import { play } from "./play.ts";
import { setVariable } from "./set-variable.ts";
import { transfer } from "./transfer.ts";
import { voicemail } from "./voicemail.ts";

const behaviours: { readonly [T in NodeType]: (config: NodeOf<T>["config"]) => NodeBehaviour } = {
  answer,
  play,
  menu,
  collectDigits,
  hours,
  lookUpContact,
  condition,
  setVariable,
  enqueue,
  transfer,
  voicemail,
  callback,
  hangUp,
};

export function behaviourOf(node: FlowNode): NodeBehaviour {
  let behaviour = bound.get(node);
  if (behaviour === undefined) {
    behaviour = bind(node);
    bound.set(node, behaviour);
  }
  return behaviour;
}

/** A node is a value that never changes, and every call that comes by asks for its behaviour several times. */
const bound = new WeakMap<FlowNode, NodeBehaviour>();

function bind<T extends NodeType>(node: NodeOf<T>): NodeBehaviour {
  return behaviours[node.type](node.config);
}
