import { useText } from '#web/text/text.tsx'
import './identified.css'

type Person = { familyName: string; givenName: string; number: string | null; email: string | null }

/** A person with what tells them from a homonym: whom a line of a file was taken for. */
export function Identified({ person }: { person: Person }) {
  return (
    <>
      {`${person.familyName} ${person.givenName}`.trim()}
      <Identifiers person={person} />
    </>
  )
}

/** The people a line names at once, under the reason why it is refused. */
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
