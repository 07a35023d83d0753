import type { Prisma } from '#prisma/client/client.ts'

/** Locks a bank, so that writers run one at a time: loading at start, an import, the editor, an undo. */
export const lockBank = (tx: Prisma.TransactionClient, courseId: string) =>
  tx.$queryRaw`select id from "Course" where id = ${courseId}::uuid for update`

/** Long enough for five thousand questions on a slow machine. */
export const bankWriting = { timeout: 180_000, maxWait: 60_000 }
