export * from './my-sections.ts'
export * from './statistics.ts'
