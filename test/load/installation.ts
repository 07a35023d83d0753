import { createHash } from 'node:crypto'
import pg from 'pg'
import { ensureShippedAssessment } from '#server/assessment/ensure-shipped-assessment.ts'
import { openExam } from '#server/exams/change-status.ts'
import { createExam } from '#server/exams/create-exam.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { publishExam } from '#server/exams/publish-exam.ts'
import { markPending } from '#server/grading/mark-pending.ts'
import { connect } from '#server/platform/database/connect.ts'
import { migrate } from '#server/platform/database/migrate.ts'
import type { Deps } from '#server/platform/deps.ts'
import { knowQuestions } from '#server/questions/bank/know-questions.ts'
import { recordQuestions } from '#server/statistics/record-questions.ts'
import { depsOf, makeDatabase, makeStudents } from './room.ts'

// A large installation: one course with two thousand students and five thousand questions, thirty exams that all of
// them sat, the last of which is under way. The same at each run, but for the identifiers.

const name = 'bench_pages'
const size = { students: 2_000, questions: 5_000, exams: 30, asked: 20, askedInFirst: 40, changes: 40_000 }
const actor = { id: null, name: 'bench' }

/** The database of the large installation, migrated; made when this server has none yet. */
export async function largeInstallation(adminUrl: string): Promise<string> {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  if (await isThere(adminUrl, name)) await bringUpToDate(url.href)
  else await seed(adminUrl)
  return url.href
}

/** As on a server that has been running: nothing that a migration leaves to its timers is left. */
async function bringUpToDate(url: string) {
  await migrate(url)
  const { pool, close } = connect(url)
  try {
    await knowQuestions({ pool })
  } finally {
    await close()
  }
}

async function isThere(adminUrl: string, database: string) {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database])
  await client.end()
  return rowCount === 1
}

/** Under another name until it is whole, so that an interrupted seed is not taken for one. */
async function seed(adminUrl: string) {
  const began = performance.now()
  const url = await makeDatabase(adminUrl, `${name}_unfinished`)
  await migrate(url)
  const { pool, db, close } = connect(url)
  try {
    const deps = { ...depsOf({ pool, db }), randomBytes: sameBytes() }
    const { courseId } = await ensureShippedCourse(deps)
    if (!courseId) throw new Error('the course of questions/ is not there')
    await makeStudents(deps, { courseId, count: size.students })
    await pool.query(text.questions, [courseId, size.questions])
    await pool.query('analyze')
    const examIds: string[] = []
    for (let rank = 0; rank < size.exams; rank += 1) examIds.push(await makeExam(deps, { courseId, rank }))
    for (const examId of examIds) await sit(deps, { examId, isLast: examId === examIds.at(-1) })
    await ensureShippedAssessment(deps, courseId)
    await pool.query(text.firstCounts, [courseId, examIds[0]])
    await pool.query(text.changes, [courseId, size.changes])
    // As on a server that has been running: nothing is left for its timers.
    while (await recordQuestions(deps));
    await pool.query('vacuum analyze')
  } finally {
    await close()
  }
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(`alter database ${name}_unfinished rename to ${name}`)
  await client.end()
  console.log(`  seeded in ${Math.round((performance.now() - began) / 1_000)} s`)
}

/** Bytes that look random and are the same at each run. */
function sameBytes() {
  let rank = 0
  return (length: number) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
      createHash('sha256').update(`${rank++}`).digest(),
    )
    return Buffer.concat(blocks).subarray(0, length)
  }
}

/** Every exam asks the first question of the bank, whose history is then the longest there is. */
async function makeExam(deps: Deps, { courseId, rank }: { courseId: string; rank: number }) {
  const count = rank === 0 ? size.askedInFirst : size.asked
  const [first] = (await deps.pool.query<{ key: string }>(text.first, [courseId])).rows
  const proposal = { lines: [{ count: count - 1 }], limitMinutes: 40 }
  const place = await createExam(deps, { courseId, title: `Examen ${rank + 1}`, proposal, actor })
  const exam = await deps.db.exam.findUniqueOrThrow({ where: { id: place.examId } })
  await deps.db.exam.update({
    where: { id: exam.id },
    data: { blueprint: { ...exam.blueprint, questionIds: [first?.key ?? ''] } },
  })
  await publishExam(deps, { ...place, revision: exam.revision, actor })
  await openExam(deps, { ...place, actor })
  return place.examId
}

/** Everybody answers; of all exams but the last, copies are submitted and marked. */
async function sit(deps: Deps, { examId, isLast }: { examId: string; isLast: boolean }) {
  await deps.pool.query(text.start, [examId])
  await deps.pool.query(text.answers, [examId])
  await deps.pool.query(text.journal, [examId])
  if (isLast) return
  await deps.pool.query(text.submit, [examId])
  await deps.pool.query(`update "Exam" set status = 'closed', "closedAt" = now() where id = $1`, [examId])
  await markPending(deps, examId)
}

const text = {
  /** Variants of the shipped questions, each with its own key and words. */
  questions: `
    with shipped as (
      select q.id, q.key, q.section, v.content, v.rendered, row_number() over (order by q.key) as rank, count(*) over () as total
      from "Question" q join "QuestionVersion" v on v."questionId" = q.id where q."courseId" = $1
    ), variant as (
      select shipped.*, n, key || '-' || n as "newKey", 'Variante ' || n || ', série ' || md5(key || n) as words
      from generate_series(1, $2) n join shipped on (n - 1) % total + 1 = rank where n > total
    ), written as (
      insert into "Question" (id, "courseId", key, section)
      select gen_random_uuid(), $1, left("newKey", 60), section from variant returning id, key
    )
    insert into "QuestionVersion" (id, "questionId", number, hash, content, rendered, origin)
    select gen_random_uuid(), written.id, 1, md5("newKey"),
      content || jsonb_build_object('id', left("newKey", 60), 'stem', (content->>'stem') || E'\\n\\n' || words),
      rendered || jsonb_build_object('stem', (rendered->'stem') || jsonb_build_array(jsonb_build_object(
        'type', 'element', 'tag', 'p', 'children', jsonb_build_array(jsonb_build_object('type', 'text', 'value', words))))),
      'import'
    from variant join written on written.key = left("newKey", 60)`,
  first: `
    select q.key from "Question" q join "QuestionVersion" v on v."questionId" = q.id
    where q."courseId" = $1 and v.content->>'purpose' = 'exam' and v.content->>'type' = 'single' order by q.key limit 1`,
  start: `
    with started as (
      update "Attempt" set status = 'in_progress', "startedAt" = now() - interval '35 minutes', device = 'bench', epoch = 1,
        deadline = now() + interval '10 hours', "acceptsUntil" = now() + interval '10 hours'
      where "examId" = $1 returning id, "startedAt"
    )
    insert into "AttemptEvent" ("attemptId", at, type, "actorName") select id, "startedAt", 'start', 'Étudiant' from started`,
  /** Stronger students know more; one answer in twenty is left blank, and so is what is typed or put in order. */
  answers: `
    with asked as (
      select id, content->>'type' as type,
        (select array_agg(c->>'id') filter (where (c->>'correct')::boolean) from jsonb_array_elements(content->'choices') c) as right,
        (select array_agg(c->>'id') filter (where not (c->>'correct')::boolean) from jsonb_array_elements(content->'choices') c) as wrong
      from "ExamQuestion" where "examId" = $1
    ), given as (
      select a.id, a."startedAt", asked.id as question, asked.right, asked.wrong, q.place, abs(hashtext(a."studentId"::text)) % 600 + 300 as strength,
        abs(hashtext(a.seed || q.place)) % 1000 as chance
      from "Attempt" a cross join lateral jsonb_array_elements(a.paper) with ordinality q(line, place)
      join asked on asked.id = (q.line->>'questionId')::uuid
      where a."examId" = $1 and asked.type in ('single', 'true_false', 'multiple')
    )
    insert into "Answer" ("attemptId", "questionId", choices, device, epoch, sequence, "savedAt")
    select given.id, question, case when chance >= 950 then '{}' when chance < strength then given.right
      else array[wrong[chance % cardinality(wrong) + 1]] end, 'bench', 1, place, "startedAt" + place * interval '45 s'
    from given`,
  /** One answer in four was another one first. */
  journal: `
    insert into "AnswerEvent" ("attemptId", device, sequence, epoch, "questionId", choices, "receivedAt")
    select w."attemptId", w.device, w.sequence + turn * 1000, 1, w."questionId",
      case turn when 0 then w.choices else '{}' end, w."savedAt" - turn * interval '20 s'
    from "Answer" w join "Attempt" a on a.id = w."attemptId" cross join generate_series(0, 1) turn
    where a."examId" = $1 and (turn = 0 or w.sequence % 4 = 0)`,
  submit: `
    with submitted as (
      update "Attempt" set status = 'submitted', "closedAt" = now(), deadline = now(), "acceptsUntil" = now()
      where "examId" = $1 returning id, "closedAt"
    )
    insert into "AttemptEvent" ("attemptId", at, type, "actorName") select id, "closedAt", 'submit', 'Étudiant' from submitted`,
  firstCounts: `
    update "Assessment" set rules = jsonb_set(rules, '{components,0,source}', jsonb_build_object('kind', 'exam', 'examId', $2::text))
    where "courseId" = $1`,
  changes: `
    with numbered as (select id, row_number() over (order by "familyName") as rank, count(*) over () as total
      from "Student" where "courseId" = $1)
    insert into "AuditLine" (at, "courseId", "actorName", action, subject, before, after, reason)
    select now() - n * interval '1 minute', $1, 'bench ' || n % 9, 'student.update', 'student:' || numbered.id,
      jsonb_build_object('group', 'A' || n % 7), jsonb_build_object('group', 'B' || n % 5), 'changement de groupe ' || n % 40
    from generate_series(1, $2) n join numbered on numbered.rank = n % total + 1`,
} as const
