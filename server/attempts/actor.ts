import type { Actor } from '#server/platform/audit.ts'
import type { StudentCaller } from '#server/platform/caller.ts'

export const studentActor = ({ studentId, name }: StudentCaller): Actor => ({ id: studentId, name })
