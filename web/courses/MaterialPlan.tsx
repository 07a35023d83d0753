import type { MaterialOutline } from '#core/courses/material-outline.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import './material.css'

/** The sessions and sections that the material completes or adds; each section leads to its first part. */
export function MaterialPlan({ outlined }: { outlined: MaterialOutline }) {
  const { t } = useText()
  const { sessions, added, sectionOf } = outlined
  const touched = sessions
    .map((session) => ({ ...session, sections: session.sections.filter(({ id }) => sectionOf.includes(id)) }))
    .filter(({ sections }) => sections.length > 0)
  // When all is new, the title of the outline and the totals say so.
  const isMixed = touched.some(
    ({ id, sections: shown }) => !added.sessions.includes(id) || shown.some((one) => !added.sections.includes(one.id)),
  )
  return (
    <section aria-labelledby="proposed-plan" className="material-plan">
      <h2 id="proposed-plan">{t('courses.material.planTitle')}</h2>
      {touched.length === 0 && <p className="muted">{t('courses.material.planNone')}</p>}
      <ol>
        {touched.map((session) => (
          <li key={session.id}>
            <p className="material-plan__session">
              {session.title} {isMixed && <New is={added.sessions.includes(session.id)} />}
            </p>
            <ol>
              {session.sections.map((section) => {
                const headings = added.headings.filter((one) => one.section === section.id)
                return (
                  <li key={section.id}>
                    <a href={`#partie-${sectionOf.indexOf(section.id) + 1}`}>{section.title}</a>{' '}
                    {isMixed && <New is={added.sections.includes(section.id)} />}
                    {headings.map(({ heading }) => (
                      <span key={heading} className="material-plan__heading">
                        {t('courses.material.addsHeading', { heading })}
                      </span>
                    ))}
                  </li>
                )
              })}
            </ol>
          </li>
        ))}
      </ol>
    </section>
  )
}

function New({ is }: { is: boolean }) {
  const { t } = useText()
  return is ? (
    <Badge tone="accent">{t('courses.material.isNew')}</Badge>
  ) : (
    <Badge tone="muted">{t('courses.material.isKnown')}</Badge>
  )
}
