/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- what scrolls must take the focus (WCAG 2.1.1), and needs a name then */
import type { ReactNode } from 'react'
import { useText } from '#web/text/text.tsx'

type Props = {
  /** The language of a fenced block: `yaml`, `dockerfile`… */
  language?: string | undefined
  /** One element per line, highlighted or plain text. */
  lines: readonly ReactNode[]
}

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

/** A code block with its language, its number of lines and line numbers, which are neither read aloud nor copied. */
export function CodeBlock({ language = '', lines }: Props) {
  const { t } = useText()
  const name = names[language] ?? (language === '' || language === 'text' ? t('ui.code') : language)
  const count = lines.length
  return (
    <figure className="code-block">
      <figcaption className="code-block__head">
        <span translate="no">{name}</span>
        <span>{t('ui.codeLines', { count })}</span>
      </figcaption>
      <pre
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
