// Completes package-lock.json: `node scripts/complete-lock.mjs` after every `npm install NAME`.
//
// Tools such as oxlint come with one optional package a platform. Where the registry in use lacks the build for some
// platform, npm leaves that package out of the lock file, and then `npm ci` refuses the lock file everywhere. This adds
// the missing entries: name, exact version and the platform that the name states, so that npm passes over them on all
// other platforms. They carry no integrity, since nothing could be fetched to compute it; a later `npm install` where
// the build can be had fills it in.
import { readFileSync, writeFileSync } from "node:fs";

const path = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8"));
const added = [];

for (const [dependent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const isThere = Object.keys(lock.packages).some(
      (key) => key === `node_modules/${name}` || key === `${dependent}/node_modules/${name}`,
    );
    if (isThere) continue;
    const platform = platformOf(name);
    if (!platform || !/^\d+\.\d+\.\d+/.test(version)) {
      console.error(
        `${name} ${version}, wanted by ${dependent}, is not in the lock file, and its name says no platform.`,
      );
      process.exitCode = 1;
      continue;
    }
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(platform.cpu ? { cpu: [platform.cpu] } : {}),
      ...(entry.dev ? { dev: true } : {}),
      ...(platform.libc ? { libc: [platform.libc] } : {}),
      optional: true,
      ...(platform.os ? { os: [platform.os] } : {}),
    };
    added.push(name);
  }
}

const isBefore = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => isBefore(a, b)));
if (added.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(
  added.length > 0 ? `added to the lock file:\n  ${added.sort(isBefore).join("\n  ")}` : "the lock file is whole",
);

/** The platform in a package name such as `@oxlint/binding-linux-arm64-musl`; null if it names none. */
function platformOf(name) {
  if (name.endsWith("wasm32-wasi")) return { cpu: "wasm32" };
  const match =
    /(android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|aix|win32)-(arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64)(-\w+)?$/.exec(
      name,
    );
  if (!match) return null;
  const [, os, cpu, abi = ""] = match;
  const libc = os !== "linux" ? null : abi.includes("musl") ? "musl" : abi.includes("gnu") ? "glibc" : null;
  return { os, cpu, libc };
}
