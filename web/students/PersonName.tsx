import { useHomonym } from './use-homonyms.ts'

type Props = { familyName: string; givenName: string; studentId?: string | undefined }

/**
 * The family name first and bolder, as in a class list. With `studentId`, a student who shares their name with another
 * of the course is shown with their number.
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
