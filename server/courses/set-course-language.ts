import type { Language } from '#core/language.ts'
import type { Question } from '#core/questions/question.ts'
import { trueFalseTexts } from '#core/questions/true-false.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { bankWriting, lockBank } from '#server/questions/bank/lock-bank.ts'
import { addVersions, hashOf } from '#server/questions/editing/write-versions.ts'
import { renderQuestions } from '#server/questions/rendering/rendering.ts'

type SetLanguageInput = { courseId: string; language: Language; actor: Actor }

/**
 * Changes the language of a course. The two choices of its true/false questions are words of that language, so each of
 * those gets a new version; published exams keep theirs.
 */
export async function setCourseLanguage(deps: Deps, { courseId, language, actor }: SetLanguageInput) {
  // Rendered before, because a transaction should be short.
  const read = await statements(deps.db, { courseId, language })
  const rendered = await renderQuestions(read.map(({ next }) => next))
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const { language: before } = await tx.course.findUniqueOrThrow({
      where: { id: courseId },
      select: { language: true },
    })
    if (before === language) return { questions: 0 }
    const now = await statements(tx, { courseId, language })
    if (hashesOf(now) !== hashesOf(read)) throw new Refusal('changed_meanwhile')
    const changed = now.flatMap(({ id, number, next }, rank) => {
      const shown = rendered[rank]
      return shown ? [{ question: next, hash: hashOf(next), rendered: shown, stored: { id, number } }] : []
    })
    await addVersions(tx, { changed, origin: 'browser', byId: actor.id, at: deps.now() })
    await tx.course.update({ where: { id: courseId }, data: { language } })
    const after = { language, questions: changed.length }
    const subject = `course:${courseId}`
    await audit(tx, { courseId, actor, action: 'course.language', subject, before: { language: before }, after })
    return { questions: changed.length }
  }, bankWriting)
}

type Statement = { id: string; number: number; next: Question }
const hashesOf = (all: readonly Statement[]) =>
  all.map(({ id, number, next }) => `${id} ${number} ${hashOf(next)}`).join()

/** The true/false questions, archived ones too, as they would be in this language. */
async function statements(
  db: Prisma.TransactionClient,
  { courseId, language }: { courseId: string; language: Language },
): Promise<Statement[]> {
  const rows = await db.$queryRaw<{ id: string; number: number; content: Question }[]>`
    select distinct on (q.id) q.id, v.number, v.content
    from "Question" q join "QuestionVersion" v on v."questionId" = q.id
    where q."courseId" = ${courseId}::uuid order by q.id, v.number desc`
  return rows.flatMap(({ id, number, content }) => {
    if (content.type !== 'true_false') return []
    const choices = content.choices.map((choice, rank) => ({
      ...choice,
      text: trueFalseTexts[language][rank] ?? choice.text,
    }))
    const next = { ...content, choices }
    return hashOf(next) === hashOf(content) ? [] : [{ id, number, next }]
  })
}
