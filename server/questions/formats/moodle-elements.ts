import { markdownToHtml } from './from-markdown.ts'
import type { EmbeddedFile } from './imported.ts'
import { escapeXml } from './xml-tree.ts'

type Text = { name: string; markdown: string; files: readonly EmbeddedFile[] }

export function textElement({ name, markdown, files }: Text): string {
  return htmlElement(name, htmlWithFiles(markdown, files))
}

export const htmlElement = (name: string, { html, used }: Html): string =>
  `    <${name} format="html"><text>${cdata(html)}</text>${used}</${name}>`

type Html = { html: string; used: string }

/**
 * The HTML of a text, and the files it shows or links to; `change` writes in it what is neither text nor layout.
 */
export function htmlWithFiles(
  markdown: string,
  files: readonly EmbeddedFile[],
  change: (html: string) => string = (html) => html,
): Html {
  const names = new Set(files.map(({ name }) => name))
  const inPlace = (name: string) => (names.has(decoded(name)) ? `@@PLUGINFILE@@/${encodeURI(decoded(name))}` : name)
  const html = change(markdownToHtml(markdown, inPlace))
  const used = files
    .filter(({ name }) => html.includes(`@@PLUGINFILE@@/${encodeURI(name)}`))
    .map(
      ({ name, bytes }) => `\n<file ${placeOf(name)} encoding="base64">${Buffer.from(bytes).toString('base64')}</file>`,
    )
  return { html, used: used.join('') }
}

/** Moodle stores the folder and the name of a file separately. */
function placeOf(name: string): string {
  const at = name.lastIndexOf('/') + 1
  return `name="${escapeXml(name.slice(at))}" path="/${escapeXml(name.slice(0, at))}"`
}

function decoded(name: string): string {
  try {
    return decodeURI(name)
  } catch {
    return name
  }
}

export const cdata = (text: string) => (text === '' ? '' : `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`)
