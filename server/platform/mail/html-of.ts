const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

/** The text of a letter as plain HTML: a paragraph each, a link where a paragraph is an address. No image, no style from outside. */
export function htmlOf(text: string): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((words) =>
      /^https?:\/\/\S+$/.test(words)
        ? `<p><a href="${escaped(words)}">${escaped(words)}</a></p>`
        : `<p>${escaped(words).replace(/\n/g, '<br>')}</p>`,
    )
  return `<!doctype html><html><body>${paragraphs.join('')}</body></html>`
}
