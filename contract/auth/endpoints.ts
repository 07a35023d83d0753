export * from './account.ts'
export * from './auth.ts'
export * from './service-state.ts'
export * from './student-address.ts'
