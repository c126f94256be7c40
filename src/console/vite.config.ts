import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where a server under development runs, for `npm run console`. */
const SERVER = process.env.KEYWRIGHT_URL ?? 'http://127.0.0.1:4000';

/** Paths that the server answers, not Vite. */
const PROXIED = ['/graphql', '/sign-in', '/sign-out', '/readyz'];

const { version } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'),
) as { version: string };

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  // Texts of the component library, such as those for screen readers, in the languages of the console only.
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US', 'zh-CN'] }), enforce: 'pre' }],
  define: { CONSOLE_VERSION: JSON.stringify(version) },
  build: {
    outDir: resolve(import.meta.dirname, '../generated/console'),
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0, // the content security policy allows no data: scripts and styles
    modulePreload: { polyfill: false }, // the polyfill would be an inline script
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700, // KB, before compression; bench/console.ts has the size that counts
  },
  server: {
    proxy: Object.fromEntries(
      PROXIED.map((path) => [path, { target: SERVER, changeOrigin: true }]),
    ),
  },
});
