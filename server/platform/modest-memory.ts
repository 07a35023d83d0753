import { setFlagsFromString } from 'node:v8'

// Imported first, before anything can be compiled. Prisma plans its queries in WebAssembly, and caches the few dozen
// plans. Letting V8 optimise that planner took 75 MB of memory for good, for work done a few hundred times a day
// (measured: 256 MB after the start against 182).
setFlagsFromString('--wasm-tiering-budget=100000000')

// V8 lets garbage grow to several times the live heap before it collects: three hundred megabytes for eighty during an
// exam. A growth of a fifth is enough (docs/bench.md).
setFlagsFromString('--heap-growing-percent=20')
