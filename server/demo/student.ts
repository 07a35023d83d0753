import type { DemoStudent } from './people.ts'

export type EnrolledStudent = DemoStudent & { id: string }
