import { readdir, readFile, writeFile } from 'node:fs/promises'
import { frenchTypography } from '#web/text/typography.ts'

/** `npx tsx test/setup/fix-french.ts`: corrects the French typography of every sentence; keys are not changed. */
const [concepts, pages] = ['web/text/fr', 'web/text/pages']
const files = [
  ...(await readdir(concepts)).map((file) => `${concepts}/${file}`),
  ...(await readdir(pages)).filter((file) => file.endsWith('.fr.json')).map((file) => `${pages}/${file}`),
]
for (const file of files) {
  const text = await readFile(file, 'utf8')
  const fixed = JSON.stringify(
    JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? frenchTypography(value) : value)),
    null,
    2,
  )
  await writeFile(file, `${fixed}\n`)
}
