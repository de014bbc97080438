/** Recordings of a leg: started and stopped by path, limited in time, ended by the end of the leg. */

import { onLeg } from "./core.ts";
import type { Core } from "./core.ts";
import type { SimulatedLeg } from "./leg.ts";

/** A second start on the same path changes nothing. `limitMs` 0: none. */
export function startRecording(core: Core, leg: SimulatedLeg, path: string, limitMs: number): void {
  if (leg.recordings.has(path)) return;
  const stop = (): void => {
    stopRecording(core, leg, path);
  };
  const cancel = limitMs > 0 ? onLeg(core, leg, limitMs, stop) : (): void => undefined;
  leg.recordings.set(path, { startedAt: core.agenda.now(), cancel });
  core.agenda.after(core.random.between([0, 20]), () => {
    if (leg.recordings.has(path)) core.emit({ kind: "recording", leg, path, durationMs: undefined });
  });
}

/** False if nothing is recorded there. */
export function stopRecording(core: Core, leg: SimulatedLeg, path: string): boolean {
  const recording = leg.recordings.get(path);
  if (recording === undefined) return false;
  recording.cancel();
  leg.recordings.delete(path);
  leg.lastRecordingMs = core.agenda.now() - recording.startedAt;
  core.emit({ kind: "recording", leg, path, durationMs: leg.lastRecordingMs });
  return true;
}

export function stopAllRecordings(core: Core, leg: SimulatedLeg): void {
  for (const path of leg.recordings.keys()) stopRecording(core, leg, path);
}
