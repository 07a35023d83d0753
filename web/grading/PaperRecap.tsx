import type { PaperLetters } from '#core/exams/paper.ts'
import { useText } from '#web/text/text.tsx'
import { type PaperCopyQuestion, recapOf } from './paper-typing.ts'

type Props = { letters: PaperLetters; questions: readonly PaperCopyQuestion[]; onGo: (at: number) => void }

const mostShown = 8

/** The review before submission: how many answers, and which questions to check against the sheet. */
export function PaperRecap({ letters, questions, onGo }: Props) {
  const { t } = useText()
  const recap = recapOf(letters, questions)
  return (
    <div className="paper__recap">
      <p>
        <strong>{t('grading.paper.answered', { count: recap.answered, total: questions.length })}</strong>
      </p>
      <ul>
        {(['untyped', 'blank', 'several', 'unsaid'] as const).map(
          (kind) =>
            recap[kind].length > 0 && (
              <li key={kind}>
                {t(`grading.paper.recap.${kind}`, { count: recap[kind].length })}{' '}
                {recap[kind].slice(0, mostShown).map((position) => (
                  <button key={position} type="button" className="link" onClick={() => onGo(position - 1)}>
                    {position}
                  </button>
                ))}
                {recap[kind].length > mostShown && '…'}
              </li>
            ),
        )}
      </ul>
    </div>
  )
}
