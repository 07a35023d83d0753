import { type LintCode, type LintSeverity, severityOf } from '#core/questions/lint/codes.ts'
import { lintQuestions } from '#core/questions/lint/lint.ts'
import type { Question } from '#core/questions/question.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { storedAddresses } from '#server/questions/images/keep-images.ts'
import type { DrawnQuestion } from './drawn-question.ts'

type DrawnRemark = {
  questionId: string
  key: string
  code: LintCode
  severity: LintSeverity
  allowed: string | null
}

/** The remarks on these questions together, notes left out, and images the course does not have. */
export async function lintDrawn(
  db: Prisma.TransactionClient,
  courseId: string,
  drawn: readonly DrawnQuestion[],
): Promise<DrawnRemark[]> {
  const contents = drawn.map(({ content }) => content)
  const idOf = new Map(drawn.map(({ questionId, content }) => [content.id, questionId]))
  const found = lintQuestions(contents).findings.filter(({ severity }) => severity !== 'note')
  const stored = await storedAddresses({ db }, courseId, contents.flatMap(addressesIn))
  const isKnown = (key: string) => found.some(({ code, questionId }) => code === 'missing_image' && questionId === key)
  const imageless = contents.filter(
    (question) => !isKnown(question.id) && addressesIn(question).some((address) => !stored.has(address)),
  )
  return [
    ...found,
    ...imageless.map(({ id, allow }) => ({
      ...{ questionId: id, code: 'missing_image' as const, severity: severityOf('missing_image') },
      allowed: allow?.missing_image ?? null,
    })),
  ].map(({ questionId: key, code, severity, allowed }) => ({
    ...{ questionId: idOf.get(key) ?? '', key, code, severity, allowed },
  }))
}

/** Found without a Markdown parser: an address in quoted code at worst gives a superfluous remark. */
const addressesIn = ({ stem, explanation, choices, context }: Question): string[] =>
  [context?.text ?? '', stem, explanation, ...choices.flatMap(({ text, feedback = '' }) => [text, feedback])].flatMap(
    (text) => text.match(/images\/[0-9a-f]{64}-\d{1,4}x\d{1,4}\.(?:png|jpg|gif|webp)/g) ?? [],
  )
