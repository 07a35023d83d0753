import type { ProjectTerms } from '#contract/projects/project-parts.ts'
import { useText } from '#web/text/text.tsx'

/** The rules of a project in one line; empty when it has none. */
export function TermsView({ terms }: { terms: ProjectTerms }) {
  const { t, dateTime } = useText()
  const { deadline, late, isDouble } = terms
  const said = [
    deadline && t('projects.delivery.due', { at: dateTime(deadline) }),
    late &&
      t('projects.terms.said', {
        unit: late.unit,
        amount: Number(late.amount.replace(',', '.')),
        most: late.most === null ? 'none' : late.most,
        floor: late.floor === '0' ? 'none' : late.floor,
      }),
    isDouble && t('projects.terms.saidDouble'),
  ].filter(Boolean)
  return said.length === 0 ? null : <p className="small muted">{said.join(' ')}</p>
}
