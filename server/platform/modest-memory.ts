import { setFlagsFromString } from 'node:v8'

// Imported first, before anything can be compiled. Prisma plans its queries in WebAssembly, a few dozen shapes that it
// then remembers. Letting V8 optimise that planner took 75 MB of memory that never came back, to speed up what is done
// a few hundred times a day (measured: 256 MB after the start against 182).
setFlagsFromString('--wasm-tiering-budget=100000000')

// Requests leave garbage behind, and V8 would let it pile up to several times what lives before it collects: on exam day
// three hundred megabytes for eighty. A fifth more than what lives is enough (docs/bench.md).
setFlagsFromString('--heap-growing-percent=20')
