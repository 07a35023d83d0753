/** A student as the board of teams knows them. */
export type BoardStudent = { studentId: string; familyName: string; givenName: string }

/** `null` is « sans équipe ». */
export type Move = (student: BoardStudent, teamId: string | null) => void

/** What a dragged name carries: its student's id, under a type nothing else on the page has. */
export const dragType = 'application/x-bareme-student'
