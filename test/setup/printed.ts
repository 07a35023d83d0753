import type { Page } from 'playwright-core'
import { getDocumentProxy } from 'unpdf'

export type PrintedPage = {
  /** Its words, line after line, the number of the page left out. */
  text: string
  /** « 2 / 5 », at its foot. */
  number: string
  /** The share of its height between its first and its last line. */
  filled: number
}

/** The page as Chromium prints it on A4, read back from the PDF. */
export async function printed(page: Page): Promise<PrintedPage[]> {
  const document = await getDocumentProxy(new Uint8Array(await page.pdf({ format: 'A4', preferCSSPageSize: true })))
  const pages: PrintedPage[] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const sheet = await document.getPage(number)
    const { items } = await sheet.getTextContent()
    const words = items.flatMap((item) =>
      'str' in item && item.str.trim() !== '' ? [{ text: item.str, y: item.transform[5] as number }] : [],
    )
    // The number stands in the margin, which no content reaches.
    const isFoot = ({ y }: { y: number }) => y < 45
    const body = words.filter((word) => !isFoot(word))
    const [, , , height = 842] = sheet.view
    const heights = body.map(({ y }) => y)
    pages.push({
      text: body.map(({ text }) => text).join(' '),
      number: words
        .filter(isFoot)
        .map(({ text }) => text)
        .join(''),
      filled: body.length === 0 ? 0 : (Math.max(...heights) - Math.min(...heights)) / height,
    })
  }
  await document.destroy()
  return pages
}
