import type { Reply } from '#contract/endpoint.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { noSection } from '#core/courses/outline.ts'
import type { Speech } from '#web/text/speech.ts'

type Sessions = readonly { title: string; sections: readonly { id: string; title: string }[] }[]

/** The sections of a course as options; two of the same title say their session, which tells them apart. */
export function sectionOptions(sessions: Sessions): { value: string; label: string }[] {
  const all = sessions.flatMap((session) => session.sections.map(({ id, title }) => ({ id, title, of: session.title })))
  const count = (title: string) => all.filter((one) => one.title === title).length
  return all.map(({ id, title, of }) => ({ value: id, label: count(title) > 1 ? `${title} (${of})` : title }))
}

/** The same, and the place of the questions that wait. */
export const placeOptions = (sessions: Sessions, t: Speech['t']) => [
  ...sectionOptions(sessions),
  { value: noSection, label: t('questions.noSection') },
]

/** How many questions wait without a section. */
export function waitingIn({ unplaced: { counts, practice } }: Reply<typeof getBank>): number {
  return counts.easy + counts.medium + counts.hard + practice
}
