import { join } from 'node:path'
import { defineConfig } from 'vite'
import { oneBytePerLetter } from './vite-one-byte.ts'
import { listPackages } from './vite-packages.ts'
import { queryCompilerInFile } from './vite-query-compiler.ts'

const root = join(import.meta.dirname, '..')

// Bundles the server with everything it loads, so that it runs without node_modules. Vite needs a default export.
export default defineConfig({
  root,
  publicDir: false,
  plugins: [queryCompilerInFile(), oneBytePerLetter(), listPackages(root, 'dist/packages-server.json')],
  // Compiled code stays a file of its own; `pg` asks for the other only when somebody installed it.
  ssr: { noExternal: true, external: ['@node-rs/argon2', 'pg-native'] },
  build: {
    ssr: true,
    outDir: 'dist/server',
    target: 'node20',
    sourcemap: true,
    // Code is kept in memory as it is written; names stay, for whoever reads an error.
    minify: true,
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        main: 'server/main.ts',
        worker: 'server/worker.ts',
        'long-worker': 'server/long-worker.ts',
        healthcheck: 'server/healthcheck.ts',
        account: 'server/auth/account-command.ts',
        archive: 'server/exports/archive/archive-command.ts',
        backup: 'server/backup/backup-command.ts',
        migrate: 'server/migrate-command.ts',
        questions: 'server/questions/bank/cli.ts',
        restore: 'server/backup/restore-command.ts',
        secret: 'server/secret-command.ts',
        statistics: 'server/statistics/cli.ts',
      },
      output: { entryFileNames: '[name].js', keepNames: true },
    },
  },
})
