import { defineConfig } from "vitest/config";

// `source` makes the packages find each other's TypeScript, so that tests never run what was built earlier.
const conditions = ["source", "module", "node", "development|production"];

const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "node",
          setupFiles: ["scripts/seed.ts"],
          include: ["packages/*/test/**/*.test.ts", "scripts/test/**/*.test.ts"],
          exclude: ["packages/*/test/browser/**"],
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: "browser",
          // One server and one browser for all of them, one file after the other.
          globalSetup: ["packages/workbench/test/browser/stage.ts"],
          fileParallelism: false,
          include: ["packages/*/test/browser/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // A machine may be busy with other things: what does not come at all is what fails.
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
