import { z } from 'zod'
import type { AssistantFailure } from '#contract/courses/assistant.ts'
import { Refusal } from '#core/refusal.ts'
import type { Assistant } from '#server/platform/deps.ts'

/** Each piece of the answer is wrapped in JSON many times its size. */
export const mostOfAnswer = { bytes: 16 * 1024 * 1024, characters: 1_000_000, line: 1_000_000 }

export const assistantFailed = (reason: AssistantFailure) => new Refusal('assistant_failed', { reason })

export type AnswerProgress = { characters: number; questions: number }
type Asked = {
  prompt: string
  onProgress: (so: AnswerProgress) => Promise<unknown>
  /** Hangs up. */
  stopped: AbortSignal
}

/**
 * Sends one text to the assistant and returns its whole answer, read as it is streamed; a server that does not stream
 * answers at once. Throws `assistant_failed` with the reason: what answers there is not ours and may send anything, at
 * any pace.
 */
export async function askAssistant(assistant: Assistant, { prompt, onProgress, stopped }: Asked): Promise<string> {
  const { url, model, key, longestMs, silenceMs } = assistant
  const abort = new AbortController()
  let late: AssistantFailure | null = null
  const stop = (reason: AssistantFailure) => {
    late ??= reason
    abort.abort()
  }
  const hangUp = () => abort.abort()
  stopped.addEventListener('abort', hangUp)
  const whole = setTimeout(() => stop('too_slow'), longestMs)
  const silence = setTimeout(() => stop('silent'), silenceMs)
  try {
    const response = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      // Never followed: the course goes to the host that its owner allowed.
      redirect: 'manual',
      signal: abort.signal,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: prompt }] }),
    }).catch(() => {
      throw assistantFailed('unreachable')
    })
    const reason = refusedBy(response)
    if (reason) throw assistantFailed(reason)
    const onBytes = () => silence.refresh()
    return isJson(response) ? await readAtOnce(response, onBytes) : await readAnswer(response, { onProgress, onBytes })
  } catch (error) {
    throw late ? assistantFailed(late) : error
  } finally {
    stopped.removeEventListener('abort', hangUp)
    clearTimeout(whole)
    clearTimeout(silence)
    // Closes the connection, whatever is still to come.
    abort.abort()
  }
}

const typeOf = ({ headers }: Response) => headers.get('content-type') ?? ''
const isJson = (response: Response) => /^application\/json\b/i.test(typeOf(response))
const isStream = (response: Response) => /^text\/event-stream\b/i.test(typeOf(response))

function refusedBy(response: Response): AssistantFailure | null {
  const { status } = response
  if (status >= 300 && status < 400) return 'redirected'
  if (status === 401 || status === 403) return 'key_refused'
  if (status === 429) return 'limited'
  if (status !== 200) return 'error'
  return isStream(response) || isJson(response) ? null : 'not_a_stream'
}

type Reading = { onProgress: Asked['onProgress']; onBytes: () => void }
const everyCharacters = 200
/** A line of our YAML that begins a question. */
export const beginsQuestion = /^[ \t]*- +id:/m

async function readAnswer({ body }: Response, { onProgress, onBytes }: Reading): Promise<string> {
  const pieces: string[] = []
  let characters = 0
  let questions = 0
  let said = 0
  let open = ''
  let isOver = false
  for await (const line of linesOf(body, onBytes)) {
    const piece = pieceOf(line)
    if (piece === 'done') return pieces.join('')
    if (piece === null) continue
    isOver ||= piece.isLast
    pieces.push(piece.text)
    characters += piece.text.length
    if (characters > mostOfAnswer.characters) throw assistantFailed('too_large')
    const [first = '', ...rest] = piece.text.split('\n')
    open += first
    for (const next of rest) {
      if (beginsQuestion.test(open)) questions += 1
      open = next
    }
    if (characters - said < everyCharacters) continue
    said = characters
    await onProgress({ characters, questions })
  }
  if (!isOver) throw assistantFailed('cut')
  return pieces.join('')
}

const wholeAnswer = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string() }) }))
    .min(1)
    .max(100),
})

/** The answer of a server that ignores `stream` (OpenAI, chat completion object). */
async function readAtOnce({ body }: Response, onBytes: () => void): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunksOf(body)) {
    onBytes()
    bytes += chunk.length
    if (bytes > mostOfAnswer.bytes) throw assistantFailed('too_large')
    chunks.push(chunk)
  }
  const parsed = wholeAnswer.safeParse(jsonOf(Buffer.concat(chunks).toString()))
  const text = parsed.data?.choices[0]?.message.content ?? '\0'
  if (text.includes('\0')) throw assistantFailed('unreadable')
  if (text.length > mostOfAnswer.characters) throw assistantFailed('too_large')
  return text
}

async function* linesOf(body: Response['body'], onBytes: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let bytes = 0
  let open = ''
  for await (const chunk of chunksOf(body)) {
    onBytes()
    bytes += chunk.length
    if (bytes > mostOfAnswer.bytes) throw assistantFailed('too_large')
    const [first = '', ...rest] = decoder.decode(chunk, { stream: true }).split('\n')
    open += first
    if (open.length > mostOfAnswer.line) throw assistantFailed('too_large')
    for (const next of rest) {
      yield open
      open = next
    }
  }
  yield open
}

/** The bytes of the answer; a connection that breaks in the middle cuts it. */
async function* chunksOf(body: Response['body']): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  while (reader) {
    const { value, done } = await reader.read().catch(() => {
      throw assistantFailed('cut')
    })
    if (done) return
    yield value
  }
}

const event = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .max(100),
})

/** One line of the stream of events (WHATWG HTML, server-sent events; OpenAI, chat completion chunks). */
function pieceOf(line: string): { text: string; isLast: boolean } | 'done' | null {
  const said = line.trimEnd()
  if (said === '' || said.startsWith(':') || /^(?:event|id|retry)(?::|$)/.test(said)) return null
  if (!said.startsWith('data:')) throw assistantFailed('unreadable')
  const data = said.slice('data:'.length).trim()
  if (data === '[DONE]') return 'done'
  const parsed = event.safeParse(jsonOf(data))
  if (!parsed.success) throw assistantFailed('unreadable')
  const [choice] = parsed.data.choices
  const text = choice?.delta?.content ?? ''
  if (text.includes('\0')) throw assistantFailed('unreadable')
  return { text, isLast: (choice?.finish_reason ?? null) !== null }
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}
