/** Every way in which talking to the switch can fail, as one closed list, so that no caller has to read message texts. */

/** Why bytes from the other side are not the protocol. The stream has lost its framing: the connection must be closed. */
export type EslProtocolFaultCode =
  | "headTooLong"
  | "bodyTooLong"
  | "badHeader"
  | "badLength"
  | "repeatedLength"
  | "nul"
  | "badEvent"
  | "unexpectedReply";

/** The other side broke the protocol. */
export class EslProtocolFault extends Error {
  override readonly name = "EslProtocolFault";
  readonly code: EslProtocolFaultCode;
  constructor(code: EslProtocolFaultCode, sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/** Why a text may not be written to the socket (docs/spec/esl.md ESL10 to ESL12). */
export type EslForbiddenTextCode =
  | "lineBreak"
  | "nul"
  | "expansion"
  | "nestedVars"
  | "headerName"
  | "empty"
  | "tooLong";

/** The encoder refused a text before a byte of it was written. The text itself is not repeated: it may be personal. */
export class EslForbiddenText extends Error {
  override readonly name = "EslForbiddenText";
  readonly code: EslForbiddenTextCode;
  constructor(code: EslForbiddenTextCode, where: string) {
    super(`The ${where} must not be sent to the switch: ${code}.`);
    this.code = code;
  }
}

export type EslDownCode =
  | "connectFailed"
  | "connectTimeout"
  | "closedBySwitch"
  | "closedByUs"
  | "disconnectNotice"
  | "socketError"
  | "protocolFault"
  | "halfOpen"
  | "heartbeatMissing"
  | "notConnected";

/**
 * The connection is gone. `sent: true` means that the command was written and its effect is unknown: ask the switch,
 * never send it again. `sent: false` means that the switch has not seen it.
 */
export class EslDisconnected extends Error {
  override readonly name = "EslDisconnected";
  readonly code: EslDownCode;
  readonly sent: boolean;
  constructor(code: EslDownCode, detail: string, sent: boolean) {
    super(detail);
    this.code = code;
    this.sent = sent;
  }
}

/** The switch let us connect but not in: retrying soon does not help, a person has to change the configuration. */
export class EslRefused extends Error {
  override readonly name = "EslRefused";
  readonly code: "wrongPassword" | "addressDenied" | "subscriptionRefused";
  constructor(code: "wrongPassword" | "addressDenied" | "subscriptionRefused", sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/** The switch answered `-ERR` to a background command: no job was started. `reply` is its exact text. */
export class EslCommandRefused extends Error {
  override readonly name = "EslCommandRefused";
  readonly reply: string;
  constructor(reply: string) {
    super(`The switch refused the command: ${reply}`);
    this.reply = reply;
  }
}

/** A named limit of outstanding commands or jobs is reached. Nothing was written. */
export class EslOverloaded extends Error {
  override readonly name = "EslOverloaded";
  readonly limit: number;
  constructor(what: string, limit: number) {
    super(`${String(limit)} ${what} are outstanding; this one was not sent.`);
    this.limit = limit;
  }
}

/** No answer within the time allowed. `sent` as in {@link EslDisconnected}. */
export class EslTimeout extends Error {
  override readonly name = "EslTimeout";
  readonly sent: boolean;
  constructor(what: string, afterMs: number, sent: boolean) {
    super(`No answer to ${what} within ${String(afterMs)} ms.`);
    this.sent = sent;
  }
}
