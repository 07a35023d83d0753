export * from './exams.ts'
