export * from './attempts.ts'
export * from './rehearsals.ts'
export * from './room.ts'
