import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The packages find each other's TypeScript: what is built is what is checked in.
  resolve: { conditions: ["source", "module", "browser", "production"] },
  worker: { format: "es" },
  build: {
    target: "es2024",
    outDir: "dist",
    // A strict Content-Security-Policy: nothing is inlined, neither script nor data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
});
