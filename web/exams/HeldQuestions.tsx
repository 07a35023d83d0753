import type { Reply } from '#contract/endpoint.ts'
import type { getDraw } from '#contract/exams/composition.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'

/** The questions that hold the exam back under the rule of the course, each with the way to it. */
export function HeldQuestions({ courseId, held }: { courseId: string; held: Reply<typeof getDraw>['held'] }) {
  const { t } = useText()
  if (held.length === 0) return null
  return (
    <Notice tone="warn">
      <p>
        <strong>{t('exams.publish.heldTitle', { count: held.length })}</strong> {t('exams.publish.heldText')}
      </p>
      <ul>
        {held.map(({ questionId, key, code }) => (
          <li key={`${key}/${code}`}>
            <a href={at.course(courseId).question(questionId).edit}>{key}</a> · {t(`questions.lint.codes.${code}.what`)}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
