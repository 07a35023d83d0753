import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importFile } from '#server/questions/formats/import-file.ts'
import { sharedFixtures as folder } from '#test/setup/shared-fixtures.ts'

const isMissing = !existsSync(join(folder, 'gift'))

export const withFixtures = describe.skipIf(isMissing)

export function fixturesAreThere() {
  test.skipIf(isMissing && !process.env.CI)('the files of other tools are there', () => {
    expect(isMissing, `${folder} is missing`).toBe(false)
  })
}

export const folders = [
  'gift',
  'gift/fuhrmanator',
  'aiken',
  'moodle-xml',
  'amc-txt',
  'qti12-canvas',
  'qti22',
  'qti30',
  'blackboard',
]

/** Every file of questions there is, parse trees and folders left out. */
export const fixtureFiles = isMissing
  ? []
  : folders.flatMap((name) =>
      readdirSync(join(folder, name), { withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.json'))
        .map((entry) => `${name}/${entry.name}`)
        .sort(),
    )

export const fixture = (path: string) => readFileSync(join(folder, path))
export const importFixture = (path: string) => importFile({ bytes: fixture(path), name: path })
