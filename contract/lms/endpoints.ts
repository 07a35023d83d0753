export * from './platforms.ts'
