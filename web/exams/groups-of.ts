/** The groups of a class, those without one left out. */
export const groupsOf = (students: readonly { group: string }[] = []): string[] =>
  [...new Set(students.map(({ group }) => group))].filter((group) => group !== '').sort()
