/** What a browser keeps of how somebody likes the page. */
export type Theme = "auto" | "light" | "dark";
export const THEMES: readonly Theme[] = ["auto", "light", "dark"];

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`servanda.${name}`, value);
  } catch {
    // A browser that keeps nothing works as well.
  }
}

function kept(name: string): string | null {
  try {
    return localStorage.getItem(`servanda.${name}`);
  } catch {
    return null;
  }
}

export function keysOff(): boolean {
  return kept("keys") === "off";
}

/** Whether somebody has read a finding here before: then nobody needs to be told how to begin. */
export function hasBegun(): boolean {
  return kept("begun") === "yes";
}

export function begin(): void {
  keep("begun", "yes");
}

export function themeKept(): Theme {
  return THEMES.find((each) => each === kept("theme")) ?? "auto";
}
