import type { MarkedCopy, MarkedLine } from '#core/grading/marking.ts'
import type { Prisma } from '#prisma/client/client.ts'

type AttemptMark = MarkedCopy & { attemptId: string }
const atOnce = 250

/**
 * Writes the marks of one run, some hundreds per statement, as one JSON text. A thousand copies of forty questions are
 * ten megabytes of working with few distinct lines, so each line is serialised once.
 */
export async function writeMarks(
  tx: Prisma.TransactionClient,
  { runId, marks, at }: { runId: string; marks: readonly AttemptMark[]; at: Date },
) {
  const known = new Map<MarkedLine, string>()
  for (let from = 0; from < marks.length; from += atOnce) {
    const rows = marks.slice(from, from + atOnce).map((mark) => rowText(mark, known))
    await tx.$executeRaw`
      insert into "Mark" ("runId", "attemptId", mark, earned, maximum, detail, "createdAt")
      select ${runId}::uuid, m."attemptId", m.mark, m.earned, m.maximum, m.detail, ${at}
      from json_to_recordset(${`[${rows.join(',')}]`}::text::json)
        as m("attemptId" uuid, mark int, earned text, maximum text, detail jsonb)`
  }
}

function rowText({ detail, ...mark }: AttemptMark, known: Map<MarkedLine, string>): string {
  const lines = detail.map((line) => {
    const text = known.get(line) ?? JSON.stringify(line)
    known.set(line, text)
    return text
  })
  return `${JSON.stringify(mark).slice(0, -1)},"detail":[${lines.join(',')}]}`
}

/** Copies the marks that a correction does not change, within the database. */
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
