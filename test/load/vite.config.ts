import { defineConfig } from 'vite'

// The server as it ships, and the entries only the bench has, in one folder apart: dist/bench never leaves this machine.
export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  publicDir: false,
  // Bundled for what is left out: they import the grammars of two hundred languages, we colour a dozen.
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
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
