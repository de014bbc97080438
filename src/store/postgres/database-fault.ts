/** What can be wrong with the database at start, in words that say what to do. */

export type DatabaseFaultCode =
  | "database.urlMalformed"
  | "database.unreachable"
  | "database.passwordRefused"
  | "database.accessRefused"
  | "database.missing"
  | "database.busy"
  | "database.tlsMismatch"
  | "database.tooOld"
  | "database.notUtf8"
  | "database.noBinaries"
  | "database.folder"
  | "database.folderInUse"
  | "database.notStarted"
  | "database.notStopped"
  | "database.newer"
  | "database.migration"
  | "database.other";

/** Thrown while the database is started, checked or migrated. The message is for the person who starts the program and never contains a password. */
export class DatabaseFault extends Error {
  readonly code: DatabaseFaultCode;

  constructor(code: DatabaseFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DatabaseFault";
    this.code = code;
  }
}
