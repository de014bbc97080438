/** An agent as she really works: the console in Chromium, a browser phone with a microphone that sends one pitch. */

import { rm, mkdtemp, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { z } from "zod";
import { signIn } from "#test/end-to-end/support/agent.ts";
import { sitePassword } from "#test/end-to-end/support/site.ts";
import { toneWave } from "./wave.ts";

const executablePath = process.env["CHROMIUM_BIN"] ?? "/usr/bin/chromium";
/** Every browser agent speaks with this voice. */
export const browserHertz = 1_900;

/** Chromium, or undefined with the reason printed. */
export function findChromium(): string | undefined {
  if (existsSync(executablePath)) return executablePath;
  console.warn(`No Chromium at ${executablePath} (CHROMIUM_BIN): tests with browser agents are skipped.`);
  return undefined;
}

export interface BrowserAgents extends AsyncDisposable {
  /** Signs in, starts the shift, waits for the phone to be registered and is ready. */
  open(url: string, login: string): Promise<BrowserAgent>;
}

const statsShape = z.object({ packetsReceived: z.number(), packetsSent: z.number(), audioEnergy: z.number() });

export interface BrowserAgent {
  readonly login: string;
  readonly page: Page;
  /** Errors on the console and exceptions of the page. */
  readonly faults: readonly string[];
  /** Of all calls of this page so far: the loudest sound heard (energy), packets in and out. */
  audio(): Promise<z.infer<typeof statsShape>>;
  /** Answers every call from now on, and saves each wrap-up with the first disposition. The answer ends it. */
  work(): { readonly answered: () => number; stop(): Promise<void> };
}

/** The console makes the peer connections; this reads their figures while they live, because a closed one tells nothing. */
const watchConnections = `
  globalThis.heard = new Map();
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Original {
    constructor(...args) {
      super(...args);
      const own = { packetsReceived: 0, packetsSent: 0, audioEnergy: 0 };
      globalThis.heard.set(this, own);
      const timer = setInterval(async () => {
        if (this.connectionState === "closed") return clearInterval(timer);
        for (const report of (await this.getStats()).values()) {
          if (report.type === "inbound-rtp") {
            own.packetsReceived = Math.max(own.packetsReceived, report.packetsReceived ?? 0);
            own.audioEnergy = Math.max(own.audioEnergy, report.totalAudioEnergy ?? 0);
          }
          if (report.type === "outbound-rtp") own.packetsSent = Math.max(own.packetsSent, report.packetsSent ?? 0);
        }
      }, 300);
    }
  };`;

const readAudio = `(() => {
  const sum = { packetsReceived: 0, packetsSent: 0, audioEnergy: 0 };
  for (const own of globalThis.heard.values()) {
    sum.packetsReceived += own.packetsReceived;
    sum.packetsSent += own.packetsSent;
    sum.audioEnergy = Math.max(sum.audioEnergy, own.audioEnergy);
  }
  return sum;
})()`;

export async function launchAgents(): Promise<BrowserAgents> {
  const folder = await mkdtemp(join(tmpdir(), "cordboard-voice-"));
  const voice = join(folder, "voice.wav");
  await writeFile(voice, toneWave({ hertz: browserHertz, durationMs: 2_000, amplitude: 12_000 }));
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${voice}`,
      "--autoplay-policy=no-user-gesture-required",
      "--disable-features=WebRtcHideLocalIpsWithMdns",
      "--disable-background-timer-throttling",
      "--disable-renderer-backgrounding",
      "--disable-backgrounding-occluded-windows",
    ],
  });
  return {
    open: (url, login) => openAgent(browser, url, login),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openAgent(browser: Browser, url: string, login: string): Promise<BrowserAgent> {
  await speakEnglish(url, login);
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    locale: "en",
    permissions: ["microphone", "notifications"],
  });
  await context.addInitScript(`localStorage.setItem("cordboard.language", "en")`);
  await context.addInitScript(watchConnections);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(url);
  await page.getByLabel("Login").fill(login);
  await page.locator("input[type=password]").fill(sitePassword);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Start shift" }).click();
  await page.getByRole("button", { name: /Change state.*Ready/s }).waitFor();
  return {
    login,
    page,
    faults,
    audio: async () => statsShape.parse(await page.evaluate(readAudio)),
    work: () => startWork(page),
  };
}

/** The console follows the person's language; the locators of these tests are English. */
async function speakEnglish(url: string, login: string): Promise<void> {
  const cookie = await signIn({ url }, login);
  const response = await fetch(`${url}/api/session/preferences`, {
    method: "PATCH",
    headers: { cookie, origin: url, "content-type": "application/json" },
    body: JSON.stringify({ locale: "en" }),
  });
  if (response.status !== 200) throw new Error(`the language of ${login} cannot be set: ${response.status}`);
}

/** Looks four times a second, as attentive as a person with nothing else to do. */
const LOOK_EVERY_MS = 250;

function startWork(page: Page): { readonly answered: () => number; stop(): Promise<void> } {
  let answered = 0;
  let isOver = false;
  const working = (async () => {
    while (!isOver) {
      const answer = page.getByRole("button", { name: "Answer" }).first();
      if (await answer.isVisible()) {
        await answer.click({ timeout: 2_000 }).then(
          () => (answered += 1),
          () => undefined, // the caller was quicker
        );
      }
      const save = page.getByRole("button", { name: "Save and next" });
      if (await save.isVisible()) {
        await page
          .getByRole("button", { name: "Sale", exact: false })
          .first()
          .click({ timeout: 2_000 })
          .catch(() => undefined);
        await save.click({ timeout: 2_000 }).catch(() => undefined);
      }
      // Who has missed a call (a busy machine rings longer than it shows) comes back as a person would.
      const state = await page.getByRole("button", { name: /Change state/ }).innerText();
      if (!/Ready|Ringing|Talking|On hold|Wrap-up|Dialling/.test(state)) await page.keyboard.press("Alt+r");
      await page.waitForTimeout(LOOK_EVERY_MS);
    }
  })().catch((error: unknown) => {
    // The test has failed elsewhere and closed the browser.
    if (!page.isClosed()) throw error;
  });
  return {
    answered: () => answered,
    stop: async () => {
      isOver = true;
      await working;
    },
  };
}
