/** Who was there, as the room notes it of those who have not started. Whoever has started was there: nothing is noted. */
export const attendances = ['present', 'abi', 'abj'] as const
export type Attendance = (typeof attendances)[number]
