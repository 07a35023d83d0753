import type { AnchorHTMLAttributes } from 'react'
import { Link, useParams } from 'wouter'
import { at } from '#web/addresses.ts'
import { PersonName } from './PersonName.tsx'

type Props = { familyName: string; givenName: string; studentId: string } & Pick<
  AnchorHTMLAttributes<HTMLAnchorElement>,
  'tabIndex' | 'onFocus'
> & {
    /** The place of the cell, in a table that arrow keys cross. */
    'data-at'?: string
  }

/** The name of a student in a table of the staff's pages: it leads to the page of the student. */
export function PersonLink({ familyName, givenName, studentId, tabIndex, onFocus, 'data-at': place }: Props) {
  const { courseId } = useParams<{ courseId?: string }>()
  const name = <PersonName familyName={familyName} givenName={givenName} studentId={studentId} />
  if (courseId === undefined) return name
  return (
    <Link
      className="person-link"
      href={at.course(courseId).student(studentId)}
      {...{ tabIndex, onFocus }}
      data-at={place}
    >
      {name}
    </Link>
  )
}
