/** The family name first, as a class list is read; heavier, so that the eye finds it. */
export function PersonName({ familyName, givenName }: { familyName: string; givenName: string }) {
  return (
    <>
      <span className="person-name__family">{familyName}</span> {givenName}
    </>
  )
}
