/** A line, and whether it stands in a fence of code or in a comment, where nothing has a meaning. */
export type MarkdownLine = { readonly text: string; readonly isCode: boolean; readonly isComment: boolean }

/** The lines of a Markdown text, each looked at once. */
export function markdownLines(body: string): MarkdownLine[] {
  let fence: string | null = null
  let inComment = false
  return body.split('\n').map((text): MarkdownLine => {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(text)
    if (fence !== null) {
      if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === '') fence = null
      return { text, isCode: true, isComment: false }
    }
    if (inComment || /^\s*<!--/.test(text)) {
      inComment = !text.includes('-->')
      return { text, isCode: false, isComment: true }
    }
    if (mark?.[1] && !(mark[1].startsWith('`') && mark[2]?.includes('`'))) {
      fence = mark[1]
      return { text, isCode: true, isComment: false }
    }
    return { text, isCode: false, isComment: false }
  })
}
