import { find } from '#server/questions/formats/xml-tree.ts'
import { metaTitle, odfBlocks, openOdf, tellPageHeaders } from './odf-text.ts'
import { Faulty, type PackageFiles } from './package-files.ts'
import { type MaterialRead, materialOf, newMaterialReading, partsAtHeadings } from './reading.ts'

/** A text of LibreOffice (ODF): one part per heading. */
export function readOdt(files: PackageFiles, name: string): MaterialRead {
  const reading = newMaterialReading()
  const opened = openOdf(files, reading)
  const text = opened && find(find(opened.content, 'body'), 'text')
  if (!opened || !text) throw new Faulty('not_a_deck', 'content.xml')
  tellPageHeaders(opened.context)
  const blocks = odfBlocks(text, opened.context)
  const titles = [opened.context.title, metaTitle(files), name]
  return materialOf(reading, { format: 'odt', titles, pages: 1, parts: partsAtHeadings(blocks) })
}
