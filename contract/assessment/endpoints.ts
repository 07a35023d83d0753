export * from './final-sheet.ts'
export * from './finalisation.ts'
export * from './my-statement.ts'
export * from './rules.ts'
