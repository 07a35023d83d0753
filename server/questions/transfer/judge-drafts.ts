import type { Language } from '#core/language.ts'
import type { LintCode } from '#core/questions/lint/codes.ts'
import { lintQuestion } from '#core/questions/lint/lint.ts'
import type { CourseWords } from '#core/questions/lint/quote.ts'
import type { Question } from '#core/questions/question.ts'
import type { Unusable } from '#server/questions/formats/imported.ts'
import type { QuestionImportPlan } from '#server/questions/formats/plan-import.ts'
import { toQuestion } from '#server/questions/to-question.ts'

/** Why a draft cannot be kept; undefined when it can. */
export const barredBy = (question: Question, words: CourseWords): LintCode | undefined =>
  lintQuestion(question, words).find(({ code, severity }) => severity === 'error' || barred.includes(code))?.code

/** A quote that is not a passage of the course proves nothing. */
const barred: readonly LintCode[] = ['unknown_quote', 'bare_quote']

type JudgeInput = { section: string; language: Language; words: CourseWords }

/**
 * What an assistant may add: new questions of the section that was asked for, which quote the course and which the
 * linter does not refuse. It changes no question, excuses no remark, and certifies nothing.
 */
export function judgeDrafts(plan: QuestionImportPlan, { section, language, words }: JudgeInput): QuestionImportPlan {
  const unusable: Unusable[] = [...plan.unusable]
  const refuse = (
    { line, column, title }: QuestionImportPlan['added'][number]['from'],
    why: Pick<Unusable, 'reason' | 'kind'>,
  ) => {
    unusable.push({ line, column, title, ...why })
  }
  for (const { from } of plan.changed) refuse(from, { reason: 'id_taken' })
  const added = plan.added.flatMap((draft) => {
    if (draft.from.bank?.section !== section) {
      refuse(draft.from, { reason: 'other_section' })
      return []
    }
    const { allow: _allow, verified: _verified, ...file } = draft.file
    const found = barredBy(toQuestion(file as typeof draft.file, { section, language }), words)
    if (!found) return [{ ...draft, file: file as typeof draft.file }]
    refuse(draft.from, { reason: 'lint', kind: found })
    return []
  })
  return { ...plan, added, changed: [], unusable }
}
