import type { SharedContext } from '#contract/questions/asked-question.ts'
import type { Content } from '#contract/questions/content.ts'
import type { QuestionType } from '#core/questions/question.ts'
import { AnswerKey } from '#web/questions/AnswerKey.tsx'
import { AskedText } from '#web/questions/AskedText.tsx'
import { useText } from '#web/text/text.tsx'

type Props = {
  question: {
    context?: string | undefined
    stem: Content
    type: QuestionType
    choices: readonly { id: string; part?: string | undefined; text: Content; count?: number }[]
    parts?: readonly { id: string; text?: Content | undefined }[] | undefined
    /** The rule in force; null before the first marking. */
    ruled: { right: readonly string[]; alsoAccepted: readonly (readonly string[])[]; neutral: string | null } | null
    /** Copies that left it without an answer. */
    blanks?: number
  }
  contexts: readonly SharedContext[] | undefined
  position: number
}

/** The whole question, with its document, its code and the key that counts now, for whoever decides something about it. */
export function RuledQuestionView({ question, contexts, position }: Props) {
  const { t } = useText()
  const { choices, ruled, blanks = 0 } = question
  const isRight = (id: string) =>
    ruled !== null && (ruled.right.includes(id) || ruled.alsoAccepted.some((key) => key.includes(id)))
  return (
    <div className="ruled-question">
      <AskedText question={question} contexts={contexts} position={position} />
      <AnswerKey
        type={question.type}
        parts={question.parts}
        choices={choices.map(({ count, ...choice }) => ({
          ...choice,
          correct: isRight(choice.id),
          note: count === undefined ? undefined : t('grading.correction.choiceCount', { count }),
        }))}
      />
      {blanks > 0 && <p className="small muted">{t('grading.correction.blanks', { count: blanks })}</p>}
      {ruled?.neutral && <p className="small">{t(`grading.record.is_${ruled.neutral as 'full' | 'removed'}`)}</p>}
    </div>
  )
}
