import { handedInStatuses } from '#core/attempts/sitting.ts'
import { overStatuses } from '#core/exams/exam.ts'
import { Prisma } from '#prisma/client/client.ts'

/** To be written after `in`: constants, so that an index on the status serves. */
const listed = (statuses: readonly string[]) => Prisma.raw(`(${statuses.map((status) => `'${status}'`).join(', ')})`)

/** The statuses of an exam that is over, for SQL. */
export const overList = listed(overStatuses)
/** The statuses of a copy that was handed in, for SQL. */
export const handedInList = listed(handedInStatuses)
