import type { MarkedCopy } from '#core/marking.ts'
import type { Prisma } from '#prisma/client/client.ts'

type Written = MarkedCopy & { attemptId: string }
const atOnce = 250

/** Marks of one run, some hundreds per statement: a thousand copies of forty questions are ten megabytes of working. */
export async function writeMarks(
  tx: Prisma.TransactionClient,
  { runId, marks, at }: { runId: string; marks: readonly Written[]; at: Date },
) {
  for (let from = 0; from < marks.length; from += atOnce) {
    const some = marks.slice(from, from + atOnce)
    await tx.$executeRaw`
      insert into "Mark" ("runId", "attemptId", mark, earned, maximum, detail, "createdAt")
      select ${runId}::uuid, m.*, ${at}
      from unnest(
        ${some.map(({ attemptId }) => attemptId)}::uuid[], ${some.map(({ mark }) => mark)}::int[],
        ${some.map(({ earned }) => earned)}::text[], ${some.map(({ maximum }) => maximum)}::text[],
        ${some.map(({ detail }) => JSON.stringify(detail))}::jsonb[]
      ) as m`
  }
}

/** The marks a correction does not touch are carried over by the database itself. */
export async function carryMarks(
  tx: Prisma.TransactionClient,
  { from, to, attemptIds, at }: { from: string; to: string; attemptIds: readonly string[]; at: Date },
) {
  if (attemptIds.length === 0) return
  await tx.$executeRaw`
    insert into "Mark" ("runId", "attemptId", mark, earned, maximum, detail, "createdAt")
    select ${to}::uuid, "attemptId", mark, earned, maximum, detail, ${at}
    from "Mark" where "runId" = ${from}::uuid and "attemptId" = any(${attemptIds}::uuid[])`
}
