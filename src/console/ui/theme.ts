import { createStore } from '../api/store.ts';

/** Colors of the page; `auto` follows the system. */
export const THEMES = ['auto', 'light', 'dark'] as const;
/** Colors of the page. */
export type Theme = (typeof THEMES)[number];

const STORED = 'keywright.theme';

const stored = THEMES.find((theme) => theme === localStorage.getItem(STORED)) ?? 'auto';

/** The colors that were chosen. */
export const theme = createStore<Theme>(stored);

const apply = () => {
  const chosen = theme.get();
  document.documentElement.style.colorScheme = chosen === 'auto' ? 'light dark' : chosen;
};
theme.subscribe(apply);
apply();

/** Changes the colors, also for the next visit. */
export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(STORED, chosen);
  theme.set(chosen);
}
