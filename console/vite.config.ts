import path from 'node:path';
import { defineConfig } from 'vite';

/**
 * `vite build console` gives console/dist: static files without any inline script, so that the server may say
 * `script-src 'self'`. The map, and what reads photos, are chunks of their own: the first load has neither.
 */
// Whoever builds from within a test has NODE_ENV=test: without this line that would be a build for developers.
process.env['NODE_ENV'] = 'production';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: path.join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // Small pictures inside the style sheet would need `img-src data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: {
        console: path.join(import.meta.dirname, 'index.html'),
        'offline-worker': path.join(import.meta.dirname, 'src/offline/worker.ts'),
      },
      output: {
        // A service worker rules over the folder that it lies in, under a name that stays.
        entryFileNames: ({ name }) => (name === 'offline-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
      // "use client" of libraries speaks to servers that render React; there is none here.
      onLog: (level, log, handle) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : handle(level, log)),
    },
  },
  server: {
    proxy: { '/graphql': 'http://127.0.0.1:4173', '/files': 'http://127.0.0.1:4173' },
  },
});
