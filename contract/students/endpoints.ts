export * from './access-codes.ts'
export * from './merges.ts'
export * from './roster-import.ts'
export * from './students.ts'
