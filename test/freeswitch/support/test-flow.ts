/** The flow of the tests on a real switch: answers, asks for one key, and waits for an agent. */

const enqueue = (queue: string) => ({
  type: "enqueue",
  config: { queue },
  exits: { overflow: "bye", nobodySignedIn: "bye", full: "bye" },
});

export const testFlow = {
  formatVersion: 1,
  id: "test-line",
  name: "Test line",
  type: "voice",
  entry: "answer",
  languages: ["en"],
  nodes: {
    answer: { type: "answer", config: {}, exits: { next: "menu" } },
    menu: {
      type: "menu",
      config: {
        label: "Department",
        variable: "department",
        prompts: [{ name: "main-menu" }],
        keys: { "1": "Sales", "2": "Support" },
        attempts: 2,
      },
      exits: { "1": "sales", "2": "support", timeout: "bye", invalid: "bye" },
    },
    sales: enqueue("Sales"),
    support: enqueue("Support"),
    bye: { type: "hangUp", config: {}, exits: {} },
  },
};
