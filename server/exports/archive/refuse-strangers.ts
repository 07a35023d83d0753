import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { archivedTables } from './archived-tables.ts'

type Place = { tx: Prisma.TransactionClient; courseId: string; examId: string }
type Key = { table: string; columns: string[]; target: string; targetColumns: string[] }

/**
 * Checks, once the rows are written, that each belongs to the restored exam: along every foreign key up to an exam or a
 * course, and along ids without a foreign key. One row of another exam or course refuses the whole archive.
 */
export async function refuseStrangers({ tx, courseId, examId }: Place) {
  const keys = await tx.$queryRaw<Key[]>`
    select c.relname::text as table, r.relname::text as target,
      (select array_agg(a.attname::text order by n) from unnest(k.conkey) with ordinality u(num, n)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num) as columns,
      (select array_agg(a.attname::text order by n) from unnest(k.confkey) with ordinality u(num, n)
        join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num) as "targetColumns"
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class r on r.oid = k.confrelid
    where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace`
  for (const { table, where } of archivedTables) {
    // Every written student, even one without a copy.
    const written = table === 'Student' ? 'xmin = pg_current_xact_id()::xid' : where
    for (const check of [...leadsElsewhere(keys, { table, alias: 't' }), ...(loose[table] ?? [])]) {
      const query = `select 1 from (select * from "${table}" where ${written}) t where ${check} limit 1`
      const found = await tx.$queryRaw<unknown[]>(withValues(query, { $1: examId, $2: courseId }))
      if (found.length > 0) throw new Refusal('archive_altered', { file: table })
    }
  }
}

type From = { table: string; alias: string; met?: readonly string[] }

/** One condition for each path from a table to an exam or a course, true when a row leads to another one. */
function leadsElsewhere(keys: readonly Key[], { table, alias, met = [] }: From): string[] {
  return keys
    .filter((key) => key.table === table && !met.includes(key.target))
    .flatMap(({ columns, target, targetColumns }) => {
      // A retake leads to another exam, of the same course.
      if (table === 'Exam' && target === 'Exam')
        return [
          `${alias}."${columns[0]}" is not null and not exists (
            select from "Exam" o where o.id = ${alias}."${columns[0]}" and o."courseId" = $2::uuid)`,
        ]
      if (target === 'Exam') return [`${alias}."${columns[0]}" <> $1::uuid`]
      if (target === 'Course') return [`${alias}."${columns[0]}" <> $2::uuid`]
      const inner = `${alias}_`
      const joined = targetColumns.map((column, at) => `${inner}."${column}" = ${alias}."${columns[at]}"`).join(' and ')
      const beyond = leadsElsewhere(keys, { table: target, alias: inner, met: [...met, target] })
      return beyond.map((check) => `exists (select from "${target}" ${inner} where ${joined} and ${check})`)
    })
}

const ofExam = (id: string) => `not exists (select from "ExamQuestion" q where q."examId" = $1::uuid and q.id = ${id})`
const asId = (text: string) => `(${text})::uuid`

/** Ids without a foreign key. A test checks that none is missing. */
export const loose: Readonly<Record<string, readonly string[]>> = {
  ExamQuestion: [
    `t."questionId" is not null and not exists (
      select from "Question" b where b.id = t."questionId" and b."courseId" = $2::uuid)`,
    `t."versionId" is not null and not exists (
      select from "QuestionVersion" v where v.id = t."versionId" and v."questionId" = t."questionId")`,
  ],
  Attempt: [`exists (select from jsonb_array_elements(t.paper) p where ${ofExam(asId(`p->>'questionId'`))})`],
  Answer: [ofExam('t."questionId"')],
  AnswerEvent: [ofExam('t."questionId"')],
  Contestation: [ofExam('t."questionId"')],
  ExamMessage: [`t."questionId" is not null and ${ofExam('t."questionId"')}`],
  PaperEntry: [`exists (select from jsonb_object_keys(t.letters) k where ${ofExam(asId('k'))})`],
  MarkingRun: [`exists (select from jsonb_object_keys(t.rules->'questions') k where ${ofExam(asId('k'))})`],
  Mark: [`exists (select from jsonb_array_elements(t.detail) d where ${ofExam(asId(`d->>'questionId'`))})`],
}

/** Columns that name who did something: a person of this installation, or null. */
export const whoColumns = ['actorId', 'authorId', 'createdById'] as const

/** The query with $1 and $2 replaced by literals. */
function withValues(text: string, values: { $1: string; $2: string }) {
  const names = [...text.matchAll(/\$[12]/g)].map(([name]) => name as '$1' | '$2')
  return new Prisma.Sql(
    text.split(/\$[12]/),
    names.map((name) => values[name]),
  )
}
