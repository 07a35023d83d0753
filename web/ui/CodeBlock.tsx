/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- what scrolls must take the focus (WCAG 2.1.1), and needs a name then */
import { type CSSProperties, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { useCodeWrap } from './use-code-wrap.ts'

type Props = {
  /** The language of a fenced block: `yaml`, `dockerfile`… */
  language?: string | undefined
  /** One element per line, highlighted or plain text. */
  lines: readonly ReactNode[]
  /** The length of its longest line, in characters. */
  columns: number
}

/** A longer line is given the width of the margin too (web/attempts/sitting.css). */
const widestBesideMargin = 80

const names: Record<string, string> = {
  dockerfile: 'Dockerfile',
  yaml: 'YAML',
  json: 'JSON',
  bash: 'Bash',
  sh: 'Shell',
  shell: 'Terminal',
  console: 'Terminal',
  ini: 'INI',
  toml: 'TOML',
  hcl: 'HCL',
  sql: 'SQL',
  xml: 'XML',
  html: 'HTML',
  css: 'CSS',
  js: 'JavaScript',
  javascript: 'JavaScript',
  ts: 'TypeScript',
  typescript: 'TypeScript',
  python: 'Python',
  go: 'Go',
  makefile: 'Makefile',
  nginx: 'nginx',
  promql: 'PromQL',
}

/**
 * A code block with its language, its number of lines and line numbers, which are neither read aloud nor copied. Letters
 * shrink a little so that long lines fit; those that still do not scroll, or wrap on demand.
 */
export function CodeBlock({ language = '', lines, columns }: Props) {
  const { t } = useText()
  const { isWrapped, toggle } = useCodeWrap()
  const { box, isCut } = useTooWide(columns)
  const name = names[language] ?? (language === '' || language === 'text' ? t('ui.code') : language)
  const count = lines.length
  return (
    <figure
      className={`code-block${columns > widestBesideMargin ? ' code-block--wide' : ''}${isWrapped ? ' code-block--wrapped' : ''}`}
      style={{ '--columns': Math.max(columns, 1) } as CSSProperties}
    >
      <figcaption className="code-block__head">
        <span translate="no">{name}</span>
        {isCut && (
          <button type="button" className="code-block__wrap" aria-pressed={isWrapped} onClick={toggle}>
            {t('ui.wrapLines')}
          </button>
        )}
        <span>{t('ui.codeLines', { count })}</span>
      </figcaption>
      <pre
        ref={box}
        className="code-block__scroll"
        // Long lines scroll, and must do so by keyboard too. A group rather than a region, because a page may hold
        // twenty.
        tabIndex={0}
        role="group"
        aria-label={t('ui.codeLabel', { name, count })}
        translate="no"
      >
        <code>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its number
            <span key={index} className="code-block__line">
              {line}
            </span>
          ))}
        </code>
      </pre>
    </figure>
  )
}

/** The share of its size that a letter of the fixed-width font takes. */
const letterWidth = 0.6
/** Line numbers and margins, in widths of the root font: as in web/ui/content.css. */
const besideRem = 4.25

/** Whether the longest line is wider than its box, whatever is done with it (scrolled or wrapped). */
function useTooWide(columns: number) {
  const box = useRef<HTMLPreElement>(null)
  const [isCut, setCut] = useState(false)
  useLayoutEffect(() => {
    const element = box.current
    // Nothing to measure outside a browser (jsdom).
    if (!element || typeof ResizeObserver === 'undefined') return
    const measure = () => {
      const needed = columns * letterWidth * sizeOf(element) + besideRem * sizeOf(document.documentElement)
      setCut(needed > element.clientWidth + 1)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [columns])
  return { box, isCut }
}

/** The font size of an element in pixels; 16 where styles are not computed. */
const sizeOf = (element: Element) => Number.parseFloat(getComputedStyle(element).fontSize) || 16
