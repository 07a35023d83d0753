import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { getMaterial } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { compareVersions } from '#core/courses/compare-versions.ts'
import type { PartRole } from '#core/courses/plan-proposal.ts'
import { headingName } from '#core/questions/course-text.ts'
import { query } from '#web/api.ts'
import { DifferenceView } from '#web/questions/DifferenceView.tsx'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import './material.css'

type Part = { heading: string; text: string; role: PartRole }
type Props = {
  courseId: string
  replacedId: string
  parts: readonly Part[]
  questions: Reply<typeof getMaterial>['questions']
}

/** What a new version does to each passage, and to the questions that rest on it, before anything is written. */
export function VersionChanges({ courseId, replacedId, ...rest }: Props) {
  const replaced = useQuery(query(getMaterial, { params: { courseId, materialId: replacedId } }))
  return <QueryView query={replaced}>{(before) => <Changes before={before.parts} {...rest} />}</QueryView>
}

const tones = { changed: 'warn', added: 'good', gone: 'bad' } as const

function Changes({ before, parts, questions }: Pick<Props, 'parts' | 'questions'> & { before: readonly Part[] }) {
  const { t } = useText()
  const { unchanged, changes } = useMemo(() => compareVersions(before, parts), [before, parts])
  const counts = new Map(questions.map(({ heading, count }) => [heading, count]))
  const touched = (heading: string) => counts.get(headingName(heading)) ?? 0
  const of = (kind: (typeof changes)[number]['kind']) => changes.filter((change) => change.kind === kind).length
  const toRead = changes.reduce((sum, { kind, heading }) => sum + (kind === 'added' ? 0 : touched(heading)), 0)
  return (
    <section aria-labelledby="version-changes" className="version-changes">
      <h2 id="version-changes">{t('courses.material.compareTitle')}</h2>
      <p>
        {t('courses.material.compareCounts', {
          unchanged,
          changed: of('changed'),
          added: of('added'),
          gone: of('gone'),
        })}
      </p>
      <p>
        <strong>{t('courses.material.compareQuestions', { count: toRead })}</strong>
      </p>
      <ul>
        {changes.map(({ heading, kind, difference }) => (
          <li key={`${kind} ${heading}`}>
            <details>
              <summary>
                <Badge tone={tones[kind]}>{t(`courses.material.change.${kind}`)}</Badge> {heading}
                {kind !== 'added' && touched(heading) > 0 && (
                  <span className="muted"> {t('courses.material.changeQuestions', { count: touched(heading) })}</span>
                )}
              </summary>
              <DifferenceView
                lines={difference}
                label={t('courses.material.differenceOf', { heading })}
                removed={t('courses.material.before')}
                added={t('courses.material.after')}
              />
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}
