import { defineConfig } from "vitest/config";

// `source` makes the packages find each other's TypeScript, so that tests never run what was built earlier.
const conditions = ["source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    setupFiles: ["scripts/seed.ts"],
    include: ["packages/*/test/**/*.test.ts", "scripts/test/**/*.test.ts"],
    testTimeout: 60_000,
  },
});
