import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Said = { path: string; key: string | undefined; body: { model: string; stream: boolean; messages: unknown } }
type Answer = (response: ServerResponse) => void

/** A small server of the OpenAI protocol: what it was sent, and whatever a test wants it to answer. */
export async function assistantServer() {
  const asked: Said[] = []
  let answer: Answer = () => undefined
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      asked.push({ path: request.url ?? '', key: request.headers.authorization, body: JSON.parse(body) })
      answer(response)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}/v1`,
    asked,
    willAnswer: (next: Answer) => {
      answer = next
    },
    /** The text, in pieces as a model gives them, and the end. */
    willSay: (text: string) => {
      answer = (response) => {
        begin(response)
        response.end(`${piecesOf(text)}data: [DONE]\n\n`)
      }
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

export const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })

/** The events of a text, forty letters each. */
export const piecesOf = (text: string) => (text.match(/[\s\S]{1,40}/gu) ?? []).map(pieceOf).join('')
/** One event. */
export const pieceOf = (content: string) =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
