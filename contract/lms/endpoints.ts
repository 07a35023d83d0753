export * from './launches.ts'
export * from './marks.ts'
export * from './platforms.ts'
