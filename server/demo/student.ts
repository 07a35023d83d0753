import type { DemoStudent } from './people.ts'

export type Student = DemoStudent & { id: string }
