export * from './course-end.ts'
export * from './privacy.ts'
