import type { Access } from '#contract/endpoint.ts'

export type Role = 'owner' | 'trainer' | 'invigilator'

/** The API token of a call: its name stands in the journal beside that of its holder. */
export type ApiTokenUse = { name: string; courseId: string | null }

export type StaffCaller = {
  kind: 'staff'
  sessionId: string
  personId: string
  name: string
  hasSecondFactor: boolean
  /** Absent: a session. */
  token?: ApiTokenUse
}

/** A member of staff with their role in the course of the path. */
export type CourseCaller = StaffCaller & { courseId: string; role: Role }

export type StudentCaller = {
  kind: 'student'
  sessionId: string
  studentId: string
  courseId: string
  name: string
  /** Who they are where they signed in; absent: with a code, in this course alone. */
  elsewhere?: { source: string; subject: string }
}

export type Visitor = { kind: 'visitor' }

export type AnyCaller = Visitor | StaffCaller | StudentCaller

/** The caller as a handler gets it, given the access of its endpoint. */
export type CallerOf<A extends Access> = A extends 'student'
  ? StudentCaller
  : A extends 'staff'
    ? StaffCaller
    : A extends 'anyone'
      ? AnyCaller
      : CourseCaller

/** Order of the roles: a higher rank may do more. */
export const rank: Record<Role, number> = { invigilator: 1, trainer: 2, owner: 3 }
