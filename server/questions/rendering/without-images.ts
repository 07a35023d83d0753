import type { ContentNode } from '#contract/questions/content.ts'

/** An image is only served to who may read a stored question that shows it: elsewhere its description takes its place. */
export function withoutImages(content: readonly ContentNode[]): ContentNode[] {
  return content.map((node) => {
    if (node.type === 'text') return node
    if (node.tag === 'img') return { type: 'text', value: node.props?.alt ?? '' }
    return node.children ? { ...node, children: withoutImages(node.children) } : node
  })
}
