export * from './statistics.ts'
