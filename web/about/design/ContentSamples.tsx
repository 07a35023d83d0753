import { ContentView } from '#web/ui/ContentView.tsx'
import type { ViewNode } from '#web/ui/code-lines.ts'
import { Samples } from './Samples.tsx'

const text = (value: string): ViewNode => ({ type: 'text', value })
const el = (tag: string, children: ViewNode[], className?: string): ViewNode => ({
  type: 'element',
  tag,
  children,
  ...(className === undefined ? {} : { props: { className } }),
})
const word = (kind: string, value: string) => el('span', [text(value)], `hljs-${kind}`)

const content: ViewNode[] = [
  el('p', [
    text('Vous modifiez seulement '),
    el('code', [text('src/server.js')]),
    text(', puis vous relancez '),
    el('code', [text('docker build')]),
    text('. Quelle est la '),
    el('strong', [text('première')]),
    text(' instruction exécutée de nouveau ?'),
  ]),
  el('pre', [
    el(
      'code',
      [
        word('comment', '# deux étages, une image\n'),
        word('keyword', 'FROM'),
        text(' node:22-alpine\n'),
        word('keyword', 'COPY'),
        text(' package.json package-lock.json ./\n'),
        word('keyword', 'RUN'),
        text(' npm ci --omit=dev --no-audit --no-fund --loglevel=error --cache /tmp/npm-cache\n'),
        word('keyword', 'CMD'),
        text(' ['),
        word('string', '"node"'),
        text(', '),
        word('string', '"src/server.js"'),
        text(']\n'),
      ],
      'language-dockerfile',
    ),
  ]),
  el('ul', [
    el('li', [text('les couches au-dessus sont reprises du cache')]),
    el('li', [text('les suivantes sont refaites')]),
  ]),
  el('table', [
    el('thead', [el('tr', [el('th', [text('Objet')]), el('th', [text('Durée de vie')])])]),
    el('tbody', [el('tr', [el('td', [text('Pod')]), el('td', [text('éphémère')])])]),
  ]),
  el('blockquote', [el('p', [text('Une image est immuable ; un conteneur ne l’est pas.')])]),
  el('p', [
    text('Disponibilité visée : '),
    el('math', [
      el('mfrac', [
        el('mrow', [el('mi', [text('t')]), el('mo', [text('−')]), el('mi', [text('p')])]),
        el('mi', [text('t')]),
      ]),
    ]),
  ]),
]

export function ContentSamples() {
  return (
    <Samples id="content" title="Contenu d’une question">
      <ContentView content={content} />
    </Samples>
  )
}
