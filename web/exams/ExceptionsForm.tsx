import type { Reply } from '#contract/endpoint.ts'
import type { getDraw } from '#contract/exams/composition.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { cutText } from '#core/cut-text.ts'
import type { Exception } from '#core/exams/exam-terms.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { ExceptionRow } from './ExceptionRow.tsx'
import { ofTarget, targetOf } from './exception-target.ts'
import type { DraftForm } from './ScaleForm.tsx'

type Props = DraftForm & {
  sections: Reply<typeof getBank>['sessions'][number]['sections']
  questions: Reply<typeof getDraw>['questions']
}

/** Exceptions to the scale and the points above, for a section or a question. */
export function ExceptionsForm({ draft, onChange, sections, questions }: Props) {
  const { t } = useText()
  const { exceptions } = draft
  const used = sections.filter(({ id }) => questions.some(({ section }) => section === id))
  const targets = [
    ...used.map(({ id, title }) => ({
      value: `section ${id}`,
      label: t('exams.exceptions.section', { title }),
    })),
    ...questions.map(({ key, opening }, index) => ({
      value: `question ${key}`,
      label: t('exams.exceptions.question', { position: index + 1, opening: cutText(opening, 60) }),
    })),
  ]
  const free = targets.filter(({ value }) => !exceptions.some((one) => targetOf(one) === value))
  const replace = (index: number, next: Exception | null) =>
    onChange({ exceptions: exceptions.flatMap((one, place) => (place === index ? (next ?? []) : one)) })
  const add = () => {
    const of = ofTarget(free[0]?.value ?? '')
    onChange({ exceptions: [...exceptions, { of, scale: null, points: draft.questionPoints }] })
  }
  return (
    <section className="stack stack--tight" aria-labelledby="exceptions">
      <h2 id="exceptions">{t('exams.exceptions.title')}</h2>
      <p className="field__hint">{t('exams.exceptions.hint')}</p>
      {exceptions.map((exception, index) => (
        <ExceptionRow
          key={targetOf(exception)}
          exception={exception}
          targets={targets.filter(
            ({ value }) => value === targetOf(exception) || free.some((one) => one.value === value),
          )}
          draft={draft}
          onChange={(next) => replace(index, next)}
        />
      ))}
      {free.length > 0 && (
        <div>
          <Button variant="quiet" onClick={add}>
            <Icon name="plus" />
            {t('exams.exceptions.add')}
          </Button>
        </div>
      )}
    </section>
  )
}
