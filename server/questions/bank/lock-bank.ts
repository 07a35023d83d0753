import type { Prisma } from '#prisma/client/client.ts'

/** One writer of a bank at a time: files at a start, an import, the editor, an undo. */
export const lockBank = (tx: Prisma.TransactionClient, courseId: string) =>
  tx.$queryRaw`select id from "Course" where id = ${courseId}::uuid for update`

/** Long enough for five thousand questions on a slow machine. */
export const bankWriting = { timeout: 180_000, maxWait: 60_000 }
