import { defineConfig } from 'vite'

// The server as one file, packages left in node_modules. Vite reads the default export of this file.
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  publicDir: false,
  // Bundled for what is left out: they import the grammars of two hundred languages, we colour a dozen.
  ssr: { noExternal: ['rehype-highlight', 'lowlight', 'highlight.js'] },
  build: {
    ssr: true,
    outDir: 'dist/server',
    target: 'node20',
    sourcemap: true,
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        main: 'server/main.ts',
        worker: 'server/worker.ts',
        healthcheck: 'server/healthcheck.ts',
        account: 'server/auth/account-command.ts',
        archive: 'server/exports/archive/archive-command.ts',
        backup: 'server/backup/backup-command.ts',
        restore: 'server/backup/restore-command.ts',
      },
      output: { entryFileNames: '[name].js' },
    },
  },
})
