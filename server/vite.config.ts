import { defineConfig } from 'vite'

// Bundles the server into one file, with packages left in node_modules. Vite needs a default export.
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  publicDir: false,
  // Bundled to be tree-shaken: these import the grammars of two hundred languages, of which a dozen are used.
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
        migrate: 'server/migrate-command.ts',
        restore: 'server/backup/restore-command.ts',
        secret: 'server/secret-command.ts',
      },
      output: { entryFileNames: '[name].js' },
    },
  },
})
