import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Files from other tools, stored outside the repository. Without them, the tests that read them are skipped on a
 * developer's machine and fail in continuous integration.
 */
export const sharedFixtures = fileURLToPath(new URL('../../../shared/fixtures', import.meta.url))
export const hasSharedFixtures = existsSync(sharedFixtures) || process.env['CI'] === 'true'

/** Small files that once caused an error, each with the expected result in its README. */
export const sharedCases = fileURLToPath(new URL('../../../shared/cases', import.meta.url))
export const hasSharedCases = existsSync(sharedCases) || process.env['CI'] === 'true'

const ours = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  'a;=1',
  'a,@x',
  'a\n-1',
  '＝1',
  "'=1",
  '"',
  'null',
  'É<b>',
]

/**
 * Strings that broke other programs or that spreadsheets would run, without those a database cannot store: public
 * lists, and ours.
 */
export function naughtyStrings(): string[] {
  const read = (name: string) => readFileSync(join(sharedFixtures, 'csv', name), 'utf8')
  const theirs = hasSharedFixtures
    ? [...(JSON.parse(read('blns.json')) as string[]), ...read('payloadbox_csv-payload.txt').split('\n')]
    : []
  return [...theirs, ...ours].filter(
    (text) => text.trim() !== '' && !text.includes('\0') && !/\p{Surrogate}/u.test(text),
  )
}
