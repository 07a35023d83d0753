type WrittenPage = readonly (string | { text: string; x: number; y: number; size?: number; isCode?: boolean })[]
type WrittenPdf = {
  pages: readonly WrittenPage[]
  isEncrypted?: boolean
  size?: readonly [width: number, height: number]
}

/** A PDF without tags, as LaTeX or an old program writes it: letters and places alone (ISO 32000-1). */
export function writePdf({ pages, isEncrypted = false, size: [width, height] = [595, 842] }: WrittenPdf): Uint8Array {
  const objects: string[] = []
  const add = (content: string) => objects.push(content)
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${5 + index * 2} 0 R`).join(' ')}] >>`)
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>')
  for (const page of pages) {
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${objects.length + 2} 0 R >>`,
    )
    const text = page
      .map((line, index) => (typeof line === 'string' ? { text: line, x: 72, y: 100 + index * 14 } : line))
      .map((line) => {
        const { text: words, x, y, size = 11, isCode = false } = { size: 11, ...line }
        return `BT /${isCode ? 'F2' : 'F1'} ${size} Tf ${x} ${height - y} Td (${words.replace(/[\\()]/g, '\\$&')}) Tj ET`
      })
      .join('\n')
    const bytes = Buffer.from(text, 'latin1')
    add(`<< /Length ${bytes.length} >>\nstream\n${text}\nendstream`)
  }
  const encryption = isEncrypted
    ? `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >> /ID [<${'01'.repeat(16)}> <${'01'.repeat(16)}>]`
    : ''
  let body = '%PDF-1.4\n'
  const places = objects.map((content, index) => {
    const at = body.length
    body += `${index + 1} 0 obj\n${content}\nendobj\n`
    return at
  })
  const start = body.length
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${encryption} >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(body, 'latin1')
}
