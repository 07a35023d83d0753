import type { Deps } from '#server/platform/deps.ts'

const atOnce = 200

/** Has the database write what it keeps of each question (prisma/after.sql) for those that are older than that. */
export async function knowQuestions({ pool }: Pick<Deps, 'pool'>) {
  let known: number
  do {
    known = (await pool.query(knowQuery)).rowCount ?? 0
  } while (known === atOnce)
}

const knowQuery = `
  update "QuestionVersion" set content = content
  where id in (select id from "QuestionVersion" where facts is null limit ${atOnce} for update skip locked)`
