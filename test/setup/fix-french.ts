import { readdir, readFile, writeFile } from 'node:fs/promises'
import { frenchTypography } from '#web/text/typography.ts'

/** `npx tsx test/setup/fix-french.ts`: corrects the French typography of every sentence; keys are not changed. */
const folder = 'web/text/fr'
for (const file of await readdir(folder)) {
  const text = await readFile(`${folder}/${file}`, 'utf8')
  const fixed = JSON.stringify(
    JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? frenchTypography(value) : value)),
    null,
    2,
  )
  await writeFile(`${folder}/${file}`, `${fixed}\n`)
}
