export * from './assistant.ts'
export * from './course-language.ts'
export * from './materials.ts'
export * from './outline.ts'
