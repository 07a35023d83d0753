import { defineConfig } from 'vite'

// The server as one file, packages left in node_modules. Vite reads the default export of this file.
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  publicDir: false,
  build: {
    ssr: 'server/main.ts',
    outDir: 'dist/server',
    target: 'node20',
    sourcemap: true,
    emptyOutDir: true,
    rollupOptions: { output: { entryFileNames: 'main.js', codeSplitting: false } },
  },
})
