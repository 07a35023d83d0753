export * from './materials.ts'
export * from './outline.ts'
