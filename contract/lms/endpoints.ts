export * from './marks.ts'
export * from './platforms.ts'
