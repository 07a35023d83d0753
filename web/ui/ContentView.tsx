import { createElement, Fragment, lazy, type ReactNode, Suspense } from 'react'
import { useText } from '#web/text/text.tsx'
import { CodeBlock } from './CodeBlock.tsx'
import { ContentImage } from './ContentImage.tsx'
import { longestLineOf, splitLines, type ViewNode, withoutLastEmpty } from './code-lines.ts'
import { isAllowedTag, safeProps } from './content-safety.ts'
import { ScrollBox } from './ScrollBox.tsx'

type Props = {
  content: readonly ViewNode[]
  /** For a label or a heading: paragraphs become inline text, code blocks become plain lines. */
  inline?: boolean
}

/**
 * Renders a sanitised content tree as React elements. No HTML is parsed, and an unknown tag is replaced by its text.
 */
export function ContentView({ content, inline = false }: Props) {
  // Other content gets another key, so that React never updates or removes its text nodes one by one
  // (web/jsx/own-text.ts).
  const key = keyOf(content)
  if (inline)
    return (
      <span className="inline" lang={contentLanguage} key={key}>
        {renderAll(content, true)}
      </span>
    )
  return (
    <div className="content" lang={contentLanguage} key={key}>
      {renderAll(content, false)}
    </div>
  )
}

/** The language of questions, whatever that of the interface. */
const contentLanguage = 'fr'

const keys = new WeakMap<readonly ViewNode[], number>()
let lastKey = 0

/** A number per tree, the same for the same object. */
function keyOf(content: readonly ViewNode[]): number {
  const known = keys.get(content)
  if (known !== undefined) return known
  lastKey += 1
  keys.set(content, lastKey)
  return lastKey
}

const voidTags = new Set(['br', 'hr', 'mspace', 'mprescripts', 'none'])

function renderAll(nodes: readonly ViewNode[], inline: boolean): ReactNode {
  return nodes.map((node, index) => createElement(Fragment, { key: index }, render(node, inline)))
}

function render(node: ViewNode, inline: boolean): ReactNode {
  if (node.type === 'text') return node.value
  if (node.view) return node.view
  const { tag, children = [] } = node
  if (!isAllowedTag(tag)) return renderAll(children, inline)
  const props = safeProps(node.props)
  if (tag === 'pre') return renderCode(children, inline)
  if (inline && tag === 'p') return createElement('span', props, renderAll(children, inline))
  if (tag === 'img') return <ContentImage {...props} />
  if (voidTags.has(tag)) return createElement(tag, props)
  if (tag === 'math')
    return renderMath(
      node,
      <Suspense fallback={createElement(tag, props, renderAll(children, inline))}>
        <NamedMath node={node} attributes={props}>
          {renderAll(children, inline)}
        </NamedMath>
      </Suspense>,
    )
  if (tag === 'a') return renderLink(props, renderAll(children, inline))
  const element = createElement(tag, props, renderAll(children, inline))
  if (tag === 'table') return <Wide what="contentTable">{element}</Wide>
  return element
}

type MathProps = { node: ViewNode; attributes: Record<string, string | number>; children: ReactNode }

// A formula is displayed at once, and stays without an accessible name if the words for it cannot be loaded.
const NamedMath = lazy(() =>
  import('./NamedMath.tsx').then(
    (file) => ({ default: file.NamedMath }),
    () => ({
      default: ({ attributes, children }: MathProps): ReactNode => createElement('math', attributes, children),
    }),
  ),
)

/** A block formula or a long one scrolls; a short one stays inline. */
function renderMath(formula: Exclude<ViewNode, { type: 'text' }>, element: ReactNode): ReactNode {
  if (formula.props?.display === 'block') return <Wide what="contentFormula">{element}</Wide>
  if (!isLong(formula)) return element
  return (
    <Wide what="contentFormula" inline>
      {element}
    </Wide>
  )
}

const wideClasses = { contentTable: 'content__table', contentFormula: 'content__formula' }
type WideProps = { what: keyof typeof wideClasses; inline?: boolean; children: ReactNode }

/** A box that scrolls, for content that cannot wrap, inline or as a block. */
function Wide({ what, inline = false, children }: WideProps) {
  const { t } = useText()
  const name = wideClasses[what]
  return (
    <ScrollBox
      name={t(`ui.${what}`)}
      className={inline ? `${name} ${name}--inline` : name}
      inline={inline || what === 'contentFormula'}
    >
      {children}
    </ScrollBox>
  )
}

/**
 * Whether a formula may exceed the narrowest screen, which holds a dozen symbols; spaces and arrays can have any width.
 */
function isLong(formula: ViewNode): boolean {
  let signs = 0
  const visit = (node: ViewNode): void => {
    if (node.type === 'text') signs += node.value.length
    else if (['mspace', 'mpadded', 'mtable'].includes(node.tag)) signs = Number.POSITIVE_INFINITY
    else for (const child of node.children ?? []) visit(child)
  }
  visit(formula)
  return signs > 12
}

/** Links open in another tab, so that they do not close the exam. */
function renderLink(props: Record<string, string | number>, children: ReactNode): ReactNode {
  if (props.href === undefined) return children
  return createElement('a', { ...props, target: '_blank', rel: 'noopener noreferrer' }, children)
}

function renderCode(children: readonly ViewNode[], inline: boolean): ReactNode {
  const code = children.find((child) => child.type === 'element' && child.tag === 'code')
  const inside = code?.type === 'element' ? (code.children ?? []) : children
  const found = withoutLastEmpty(splitLines(inside))
  const lines = found.map((line) => renderAll(line, inline))
  if (inline) {
    return (
      <code className="code-plain" translate="no">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its number
          <Fragment key={index}>
            {index > 0 && '\n'}
            {line}
          </Fragment>
        ))}
      </code>
    )
  }
  return <CodeBlock language={languageOf(code)} lines={lines} columns={longestLineOf(found)} />
}

function languageOf(code: ViewNode | undefined): string | undefined {
  if (code?.type !== 'element') return undefined
  return /language-([\w+#-]+)/.exec(String(code.props?.className ?? ''))?.[1]
}
