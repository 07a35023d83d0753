/** Attendance of students who have not started. A student who has started was present, so nothing is noted. */
export const attendances = ['present', 'abi', 'abj'] as const
export type Attendance = (typeof attendances)[number]
