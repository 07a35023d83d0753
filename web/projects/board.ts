/** A student on the board of teams. */
export type BoardStudent = { studentId: string; familyName: string; givenName: string }

/** `null` stands for « sans équipe ». */
export type Move = (student: BoardStudent, teamId: string | null) => void

/** The data type of a dragged student id, which nothing else on the page uses. */
export const dragType = 'application/x-bareme-student'
