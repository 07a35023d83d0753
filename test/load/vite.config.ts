import { defineConfig } from 'vite'

// Bundles the server as released and the entries of the benchmark into dist/bench, which is never released.
export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  publicDir: false,
  // Bundled for tree shaking: these packages import the grammars of two hundred languages, of which a dozen are used.
  ssr: { noExternal: ['rehype-highlight', 'lowlight', 'highlight.js'] },
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir: 'dist/bench',
    target: 'node20',
    sourcemap: true,
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        main: 'server/main.ts',
        worker: 'server/worker.ts',
        two: 'test/load/two.ts',
        plain: 'test/load/plain.ts',
        bare: 'test/load/bare.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
