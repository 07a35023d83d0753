import { useText } from '#web/text/text.tsx'
import './identified.css'

type Person = { familyName: string; givenName: string; number: string | null; email: string | null }

/** The student that a row of a file was matched with, with what tells them from a namesake. */
export function Identified({ person }: { person: Person }) {
  return (
    <>
      {`${person.familyName} ${person.givenName}`.trim()}
      <Identifiers person={person} />
    </>
  )
}

/** The students that a row could be, below the reason for its refusal. */
export function NamedPeople({ people }: { people: readonly Person[] }) {
  const { t } = useText()
  if (people.length === 0) return null
  return (
    <ul className="small" aria-label={t('students.import.named')}>
      {people.map((person) => (
        <li key={`${person.number} ${person.email} ${person.familyName} ${person.givenName}`}>
          <Identified person={person} />
        </li>
      ))}
    </ul>
  )
}

function Identifiers({ person: { number, email } }: { person: Person }) {
  const facts = [number, email].filter(Boolean).join(' · ')
  return facts === '' ? null : <span className="identified__facts small muted">{facts}</span>
}
