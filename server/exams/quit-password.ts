import type { Deps } from '#server/platform/deps.ts'

/** Letters at the same place on the keyboards of most countries, so that an invigilator can type it anywhere. */
const letters = 'bcdefghjknprstuv'

/** Twelve letters: the file holds a hash of it, against which whoever has the file may try others. */
export const newQuitPassword = ({ randomBytes }: Pick<Deps, 'randomBytes'>): string =>
  Array.from(randomBytes(12), (byte) => letters[byte % letters.length]).join('')
