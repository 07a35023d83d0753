export * from './students.ts'
