/** A thread that holds one UDP port and never reads it: callers' audio ends here, dropped by the kernel at no cost. */

import { createSocket } from "node:dgram";
import { parentPort } from "node:worker_threads";

const socket = createSocket("udp4");
socket.bind(0, "127.0.0.1", () => {
  parentPort?.postMessage(socket.address().port);
  // From here on nothing in this thread runs any more; whoever started it terminates it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
