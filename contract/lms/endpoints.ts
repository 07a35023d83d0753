export * from './launches.ts'
export * from './marks.ts'
export * from './members.ts'
export * from './platforms.ts'
