import type { Reply } from '#contract/endpoint.ts'
import type { BankImportPreview, ImportPlace } from '#contract/questions/question-batches.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { noSection, titleName } from '#core/courses/outline.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import { placeOptions } from './section-options.ts'

type Unknown = BankImportPreview['unknown'][number]
type Sessions = Reply<typeof getBank>['sessions']
type Props = {
  unknown: readonly Unknown[]
  sessions: Sessions
  places: ReadonlyMap<string, ImportPlace['to']>
  onPlace: (name: string, to: ImportPlace['to']) => void
}

/** For each section that the file names and the course does not have: create it, or use another. */
export function UnknownSections({ unknown, sessions, places, onPlace }: Props) {
  const { t } = useText()
  if (unknown.length === 0) return null
  return (
    <section className="stack stack--tight" aria-labelledby="unknown-sections">
      <div className="section-head">
        <h3 id="unknown-sections">{t('questions.import.unknown.title', { count: unknown.length })}</h3>
        <p>{t('questions.import.unknown.text')}</p>
      </div>
      <ul className="import-unknown">
        {unknown.map((one) => {
          const to = places.get(one.name) ?? usualPlace(one, sessions, t('questions.import.unknown.firstSession'))
          return (
            <li key={one.name}>
              <Field label={t('questions.import.unknown.of', { title: one.title, count: one.questions })}>
                <Select
                  value={to.kind === 'new' ? '' : to.section}
                  onChange={(section) =>
                    onPlace(
                      one.name,
                      section === ''
                        ? usualPlace(one, sessions, t('questions.import.unknown.firstSession'))
                        : { kind: 'section', section },
                    )
                  }
                  options={[
                    { value: '', label: t('questions.import.unknown.create', { title: one.title }) },
                    ...placeOptions(sessions, t),
                  ]}
                />
              </Field>
              {to.kind === 'new' && (
                <Field label={t('questions.import.unknown.session')}>
                  <Select
                    value={to.session ?? noSection}
                    onChange={(session) =>
                      onPlace(one.name, { ...to, session: session === noSection ? null : session })
                    }
                    options={[
                      ...sessions.map(({ id, title }) => ({ value: id, label: title })),
                      { value: noSection, label: t('questions.import.unknown.newSession') },
                    ]}
                  />
                </Field>
              )}
              {to.kind === 'new' && to.session === null && (
                <Field label={t('questions.import.unknown.newTitle')}>
                  <Input
                    maxLength={200}
                    value={to.sessionTitle}
                    onChange={(event) => onPlace(one.name, { ...to, sessionTitle: event.target.value })}
                  />
                </Field>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** The section is created in the session that the file names, or in the last one of the course. */
export function usualPlace({ title, session }: Unknown, sessions: Sessions, firstSession: string): ImportPlace['to'] {
  const named = sessions.find((one) => one.id === session || titleName(one.title) === titleName(session))
  const held = named ?? (session === '' ? sessions.at(-1) : undefined)
  return { kind: 'new', title, session: held?.id ?? null, sessionTitle: held?.title ?? (session || firstSession) }
}
