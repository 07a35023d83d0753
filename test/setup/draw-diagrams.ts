import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '#server/platform/project-root.ts'
import { launchBrowser } from './browser.ts'

// npx tsx test/setup/draw-diagrams.ts: the pictures of questions/images from their drawings in questions/diagrams, since
// a question shows no SVG. Twice as many pixels as drawn, for dense screens.

const drawings = join(projectRoot, 'questions/diagrams')
const pictures = join(projectRoot, 'questions/images')
const font = async (name: string, file: string) =>
  `@font-face{font-family:'${name}';font-weight:100 900;src:url(data:font/woff2;base64,${(await readFile(join(projectRoot, 'node_modules', file))).toString('base64')})}`
const fonts = [
  await font(
    'Atkinson Hyperlegible Next',
    '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
  ),
  await font('JetBrains Mono', '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2'),
].join('')

const browser = await launchBrowser()
try {
  const page = await browser.newPage({ deviceScaleFactor: 2 })
  for (const name of await readdir(drawings)) {
    const svg = await readFile(join(drawings, name), 'utf8')
    await page.setContent(`<style>${fonts}body{margin:0;background:white}svg{display:block}</style>${svg}`)
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    const path = join(pictures, name.replace(/\.svg$/, '.png'))
    await writeFile(path, await page.locator('svg').screenshot())
    console.log(path)
  }
} finally {
  await browser.close()
}
