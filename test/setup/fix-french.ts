import { readFile, writeFile } from 'node:fs/promises'
import { frenchTypography } from '#web/text/typography.ts'

/** `npx tsx test/setup/fix-french.ts`: sets the typography of fr.json right, sentence by sentence, keys untouched. */
const path = 'web/text/fr.json'
const text = await readFile(path, 'utf8')
const fixed = JSON.stringify(
  JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? frenchTypography(value) : value)),
  null,
  2,
)
await writeFile(path, `${fixed}\n`)
