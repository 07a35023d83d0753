import { setFlagsFromString } from 'node:v8'

// Imported first, before anything can be compiled. Prisma plans its queries in WebAssembly, a few dozen shapes that it
// then remembers. Letting V8 optimise that planner took 75 MB of memory that never came back, to speed up what is done
// a few hundred times a day (measured: 256 MB after the start against 182).
setFlagsFromString('--wasm-tiering-budget=100000000')
