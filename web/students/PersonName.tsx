import { useHomonym } from './use-homonyms.ts'

type Props = { familyName: string; givenName: string; studentId?: string | undefined }

/**
 * The family name first, as a class list is read; heavier, so that the eye finds it. With the student's id, who shares
 * their name with another of the course is told apart by their number.
 */
export function PersonName({ familyName, givenName, studentId }: Props) {
  const words = useHomonym(studentId)
  return (
    <>
      <span className="person-name__family">{familyName}</span> {givenName}
      {words && (
        <>
          {' '}
          <small>({words})</small>
        </>
      )}
    </>
  )
}
