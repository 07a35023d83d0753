/**
 * Stands for zod in the browser. The contract's schemas are for the server, which parses what comes in and what goes
 * out; a page only reads methods and paths, and would download 30 kB of validator to use none of it. Whatever is asked of
 * this object is the same object again; parsing with it is a mistake, and says so.
 */
const anything: unknown = new Proxy(() => undefined, {
  get: (_, name) => {
    if (name === 'parse' || name === 'safeParse')
      throw new Error('schemas are not in the browser: see web/without-zod.ts')
    return name === Symbol.toPrimitive ? () => '' : anything
  },
  apply: () => anything,
})

export const z = anything
