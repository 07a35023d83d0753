import { Link } from 'wouter'
import type { JournalLine } from '#contract/exports/journal-line.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'

type Props = { courseId: string; line: Pick<JournalLine, 'action' | 'actorName' | 'subject' | 'people'> }

/** « Nadia a publié un examen : QCM final. », what it is about being a link. */
export function JournalSentence({ courseId, line }: Props) {
  const { t, has } = useText()
  const { action, actorName: name, subject, people } = line
  const id = `exports.journal.${action.replace('.', '_')}`
  const said = t(has(id) ? id : 'exports.journal.other', { name })
  const inCourse = at.course(courseId)
  const links = [
    ...(subject.name === null ? [] : [{ id: subject.id, name: subject.name, href: hrefOf(courseId, subject) }]),
    ...people.map((person) => ({ ...person, href: inCourse.student(person.id) })),
  ]
  if (links.length === 0) return said
  return (
    <>
      {said.replace(/\.$/, '')}
      {t('exports.journalPage.colon')}
      {links.map((link, rank) => (
        <span key={link.id}>
          {rank > 0 && ', '}
          {link.href === null ? link.name : <Link href={link.href}>{link.name}</Link>}
        </span>
      ))}
      .
    </>
  )
}

/** The page of what a line is about; null for what has none. */
function hrefOf(courseId: string, { kind, id, within }: JournalLine['subject']): string | null {
  const inCourse = at.course(courseId)
  if (kind === 'student') return inCourse.student(id)
  if (kind === 'exam') return inCourse.exam(id).page
  if (kind === 'question') return inCourse.question(id).page
  if (kind === 'project') return inCourse.project(id).page
  if (kind === 'attempt' && within !== null) return inCourse.exam(within).copy(id).page
  if (kind === 'team' && within !== null) return inCourse.project(within).team(id)
  return kind === 'person' ? inCourse.team : null
}
