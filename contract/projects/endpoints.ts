export * from './comment-bank.ts'
export * from './project-grading.ts'
export * from './projects.ts'
export * from './teams.ts'
