import { readFileSync } from 'node:fs'

/** Every route of the site, those of students and those of trainers, without importing a page. */
export const routesOfSite = (): string[] =>
  ['web/routes.tsx', 'web/staff-routes.ts'].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/path: '([^'*]+)'/g)].map((match) => match[1] ?? ''),
  )
