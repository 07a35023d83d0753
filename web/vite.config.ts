import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { listPackages } from '../server/vite-packages.ts'
import { offlineShell, workerFile } from './offline-shell.ts'
import { precompress } from './precompress.ts'
import { stripContract } from './strip-contract.ts'
import { parseText } from './text/parse.ts'
import { splitText } from './text/split.ts'
import { exam, examChunk, examStyles, kinds, paper, results } from './vite-chunks.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

/** The address of the server of `npm run dev` (server/dev.ts). */
const api = process.env['API_ORIGIN'] ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root: here,
  resolve: {
    alias: [
      { find: 'zod', replacement: fileURLToPath(new URL('without-zod.ts', import.meta.url)) },
      {
        find: /^@formatjs\/icu-messageformat-parser$/,
        replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
      },
    ],
  },
  plugins: [
    react({ jsxImportSource: '#web/jsx' }),
    splitText(parseText),
    stripContract(),
    offlineShell(),
    precompress(),
    listPackages(fileURLToPath(new URL('..', import.meta.url)), 'dist/packages-web.json'),
  ],
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    // Read by web/weight.ts.
    manifest: true,
    // Every browser that can run this site supports module preloading.
    modulePreload: { polyfill: false },
    // Fonts and icons stay files: the content security policy allows no data: fonts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: `${here}index.html`, worker: `${here}service-worker.ts` },
      output: {
        // The worker has a fixed name: browsers look for its updates at the same URL.
        entryFileNames: ({ name }) => (name === 'worker' ? workerFile : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            // What changes only when a package does: a new version of the site leaves it in the cache. What only a trainer's
            // list needs of it stays out.
            {
              name: 'vendor',
              test: /node_modules[\\/](react|react-dom|scheduler|wouter|regexparam|@tanstack(?!.*useInfiniteQuery|.*infiniteQueryObserver)|@formatjs|intl-messageformat)[\\/]/,
            },
            // The modules shared by all pages: one request instead of twenty when a whole room opens the exam.
            {
              name: 'paper',
              test: paper,
            },
            // The same for the pages of an exam, from the code to the receipt.
            {
              name: examChunk,
              test: exam,
              includeDependenciesRecursively: false,
            },
            { name: 'kinds', test: kinds, includeDependenciesRecursively: false },
            { name: 'results', test: results, includeDependenciesRecursively: false },
            { name: 'exam-styles', test: examStyles },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api/': api, '/health': api },
  },
})
