import type { FastifyInstance } from 'fastify'
import { tokenPrefix } from '#contract/auth/api-tokens.ts'
import { apiExamples } from './api-examples.ts'
import { openApi } from './openapi.ts'

/**
 * The description of the API: `/api/openapi.json` for programs, `/api/docs` for people. Both are generated from the
 * contract at the first request, because they take several megabytes and few servers need them.
 */
export function apiPages(app: FastifyInstance) {
  let document: ReturnType<typeof openApi> | undefined
  let page: string | undefined
  app.get('/api/openapi.json', async () => {
    document ??= openApi()
    return document
  })
  app.get('/api/docs', async (_request, reply) => {
    page ??= docsPage(openApi())
    return reply.type('text/html; charset=utf-8').send(page)
  })
  app.get('/api/docs.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(style))
}

const escapeHtml = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c)

function docsPage({ paths, info }: ReturnType<typeof openApi>): string {
  const groups = new Map<string, string[]>()
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const block = operationBlock({ path, method, operation })
      groups.set(operation.tags[0] ?? '', [...(groups.get(operation.tags[0] ?? '') ?? []), block])
    }
  }
  const links = [...groups.keys()].map((tag) => `<li><a href="#${tag}">${tag}</a></li>`).join('')
  const sections = [...groups].map(
    ([tag, blocks]) => `<section><h2 id="${tag}">${tag}</h2>${blocks.join('')}</section>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(info.title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/api/docs.css"></head>
<body><main><h1>${escapeHtml(info.title)}</h1><p>${escapeHtml(info.description)}</p>
<p><a href="/api/openapi.json">openapi.json</a></p>
${tokensSection()}<nav aria-label="Concepts"><ul>${links}</ul></nav>
${sections.join('\n')}</main></body></html>`
}

function tokensSection() {
  const examples = apiExamples.map(
    ({ title, curl }) =>
      `<h3>${escapeHtml(title)}</h3><pre tabindex="0"><code class="curl">${escapeHtml(curl)}</code></pre>`,
  )
  return `<section><h2 id="tokens">With a token</h2>
<p>A trainer makes a token on the page “API tokens” of their account: a name, scopes, one course or all of theirs, an end.
It is sent as <code>Authorization: Bearer ${tokenPrefix}…</code> and opens only the operations that name its scope, never
more than its holder may do at that moment; a course it was not made for does not exist. It opens no student's page and
changes no account. A call with a token takes no cookie and needs no <code>Origin</code>; there is no CORS: a page of
another site cannot use one. Unknown, expired and revoked tokens get <code>token_unusable</code> (401); 120 calls at once,
then two a second, are answered, the others get <code>too_many_requests</code> (429) with <code>Retry-After</code>. What is
written is in the journal of the course under the name of the holder and that of the token.</p>
${examples.join('\n')}</section>`
}

type Operation = ReturnType<typeof openApi>['paths'][string][string]

function operationBlock({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const schema = (title: string, value: unknown) =>
    value === undefined
      ? ''
      : `<h4>${title}</h4><pre tabindex="0"><code>${escapeHtml(JSON.stringify(value, null, 2))}</code></pre>`
  const refusals = operation['x-refusals'].map((code) => `<code>${escapeHtml(code)}</code>`).join(', ')
  return `<details><summary><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code>
<span class="what">${escapeHtml(operation.summary)}</span></summary>
<p>Access: <strong>${escapeHtml(operation['x-access'])}</strong>. Token: ${operation['x-token-scopes'].map((scope) => `<code>${scope}</code>`).join(' or ') || 'no'}. Refusals: ${refusals}.</p>
${schema('Body', operation.requestBody?.content['application/json']?.schema)}
${schema('Reply', operation.responses['200']?.content?.['application/json']?.schema)}</details>`
}

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;background:light-dark(#fbfaf7,#14161c);color:light-dark(#1d2130,#eceae4)}
main{max-width:60rem;margin:auto;padding:2rem 1rem}a{color:light-dark(#2550b2,#9db8ff)}
nav ul{display:flex;flex-wrap:wrap;gap:1rem;list-style:none;padding:0}
details{border-top:1px solid light-dark(#dcdde3,#3a3f4b);padding:.6rem 0}summary{cursor:pointer}
.method{display:inline-block;min-width:4.5rem;font-weight:600}.what{color:light-dark(#565c6e,#a9afbf);display:block;padding-left:1.2rem}
pre{overflow:auto;padding:1rem;background:light-dark(#f2f1ec,#1b1e26);border-radius:8px;font-size:.85rem}
code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}`
