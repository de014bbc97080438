import { expect, test } from "vitest";
import { axeViolations, desktop } from "./support/browser.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();

test("[CON10] signing in: wrong password, then too many tries, each in words and in the chosen language", async () => {
  const { page } = await open(["agent"], desktop, false);
  await page.goto("/contacts");
  await page.getByText("中文").click();
  await page.getByLabel("用户名").fill("lin");
  await page.getByLabel(/^密码/u).fill("wrong");
  for (let tries = 0; tries < 3; tries += 1) {
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("alert").getByText("用户名与密码不匹配").waitFor();
  }
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("alert").getByText("请等待 30 秒").waitFor();
  expect(await axeViolations(page)).toEqual([]);
});

test("[CON11] signing in leads to the page that was asked for; the language chosen by hand goes with the person", async () => {
  const { page, backend } = await open(["agent"], desktop, false);
  await page.goto("/contacts");
  await page.getByText("Español").click();
  await page.getByLabel("Usuario").fill("lin");
  await page.getByLabel(/^Contraseña/u).fill(backend.world.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Contactos" }).waitFor();
  expect(backend.world.me.locale).toBe("es");
});

test("[CON12] signing out ends the session here", async () => {
  const { page } = await open(["agent"]);
  await page.goto("/desk");
  await page.getByRole("button", { name: /Lin Chen/u }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByLabel("Login").waitFor();
  await page.goto("/desk");
  await page.getByLabel("Login").waitFor();
});

test("[CON13] each role sees its own ways", async () => {
  const agent = await open(["agent"]);
  await agent.page.goto("/");
  await agent.page.getByRole("link", { name: "Desk" }).waitFor();
  expect(await agent.page.getByRole("link", { name: "Board", exact: true }).count()).toBe(0);
  const supervisor = await open(["supervisor"]);
  await supervisor.page.goto("/");
  await supervisor.page.getByRole("heading", { name: "Board" }).waitFor();
  expect(await supervisor.page.getByRole("link", { name: "Desk", exact: true }).count()).toBe(0);
  expect(await supervisor.page.getByRole("link", { name: "Dialling out" }).count()).toBe(0);
});
