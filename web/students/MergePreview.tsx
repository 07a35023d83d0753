import type { Reply } from '#contract/endpoint.ts'
import type { previewMerge } from '#contract/students/merges.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import type { Student } from './student.ts'

type Plan = Reply<typeof previewMerge>
type Holding = Plan['moved'][number]

/** What would move, what is identical, and the conflicts to resolve first. */
export function MergePreview({ plan, student }: { plan: Plan; student: Student }) {
  const { t, list, mark } = useText()
  const say = (holding: Holding) => {
    switch (holding.kind) {
      case 'copy': {
        if (!holding.isStarted) return t('students.merge.emptyCopy', { title: holding.title })
        const what = { title: holding.title, contestations: holding.contestationCount }
        if (holding.mark === null) return t('students.merge.copy', what)
        return t('students.merge.markedCopy', { ...what, mark: mark(holding.mark), outOf: mark(holding.outOf) })
      }
      case 'team':
        return t('students.merge.team', { title: holding.title, team: holding.team })
      case 'attendance':
        return t('students.merge.attendance', { title: holding.title })
      case 'candidacy':
        return t('students.merge.candidacy', { title: holding.title })
      case 'entry':
        return t('students.merge.entry', { component: holding.component })
      case 'jury':
        return t('students.merge.jury')
    }
  }
  const lines = (title: string, holdings: readonly Holding[]) =>
    holdings.length > 0 && (
      <div>
        <h3>{title}</h3>
        <ul>
          {holdings.map((holding) => (
            <li key={JSON.stringify(holding)}>{say(holding)}</li>
          ))}
        </ul>
      </div>
    )
  const name = `${student.givenName} ${student.familyName}`.trim()
  if (plan.conflicts.length > 0) {
    return (
      <Notice tone="warn" live="status">
        <p>
          <strong>{t('students.merge.blocked')}</strong>
        </p>
        <ul>
          {plan.conflicts.map(({ kind, title }) => (
            <li key={`${kind} ${title}`}>{t(`students.merge.conflict.${kind}`, { title })}</li>
          ))}
        </ul>
      </Notice>
    )
  }
  return (
    <div className="stack stack--tight" role="status">
      <p>
        <strong>{t('students.merge.stays', { name })}</strong>
      </p>
      {plan.filled.length > 0 && (
        <p>{t('students.merge.filled', { fields: list(plan.filled.map((field) => t(`students.${field}`))) })}</p>
      )}
      {plan.moved.length + plan.dropped.length === 0 && <p>{t('students.merge.nothing')}</p>}
      {lines(t('students.merge.moved'), plan.moved)}
      {lines(t('students.merge.dropped'), plan.dropped)}
    </div>
  )
}
