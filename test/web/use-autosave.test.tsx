import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ExamView, getExam } from '#contract/exams/exams.ts'
import { Refusal } from '#core/refusal.ts'
import { makeExam } from '#test/setup/exam.ts'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'
import { useDraft } from '#web/exams/use-draft.ts'
import { useAutosave } from '#web/ui/use-autosave.ts'

afterEach(cleanup)

/** A server that answers when it is told to, and refuses what does not follow the last save. */
function slowServer() {
  const waiting: { next: string; saved: string; answer: (error?: Error) => void }[] = []
  const told: string[] = []
  const send = (next: string, saved: string) => {
    told.push(next)
    return new Promise<void>((done, refuse) => {
      waiting.push({ next, saved, answer: (error) => (error ? refuse(error) : done()) })
    })
  }
  const answer = async (error?: Error) => act(async () => waiting.shift()?.answer(error))
  return { send, answer, told, waiting }
}

function open(pauseMs = 5) {
  const server = slowServer()
  const { result, unmount } = renderHook(() => useAutosave({ first: () => 'a', pauseMs, send: server.send }))
  return { ...server, result, unmount }
}

describe('what is saved by itself', () => {
  it('leaves when the hand pauses, the last word alone', async () => {
    const { result, told, answer } = open()
    act(() => result.current.change('ab'))
    act(() => result.current.change('abc'))
    expect(result.current.state.status).toBe('waiting')
    await waitFor(() => expect(told).toEqual(['abc']))
    expect(result.current.state.status).toBe('saving')
    await answer()
    expect(result.current.state).toEqual({ status: 'saved', at: expect.any(Date) })
  })

  it('is sent one save at a time, however many wait for the one under way', async () => {
    const { result, told, answer, waiting } = open(60_000)
    act(() => result.current.change('ab'))
    const asked = [result.current.flush()]
    await waitFor(() => expect(told).toEqual(['ab']))
    act(() => result.current.change('abc'))
    asked.push(result.current.flush(), result.current.flush(), result.current.flush())
    await answer()
    await waitFor(() => expect(told).toEqual(['ab', 'abc']))
    expect(waiting.map(({ next, saved }) => [next, saved])).toEqual([['abc', 'ab']])
    await answer()
    expect(await Promise.all(asked)).toEqual([true, true, true, true])
    expect(told).toEqual(['ab', 'abc'])
  })

  it('is not said to be saved while something newer is on its way', async () => {
    const { result, told, answer } = open(60_000)
    act(() => result.current.change('ab'))
    void result.current.flush()
    await waitFor(() => expect(told).toEqual(['ab']))
    act(() => result.current.change('abc'))
    await answer()
    await waitFor(() => expect(told).toEqual(['ab', 'abc']))
    expect(result.current.state.status).toBe('saving')
    await answer()
    expect(result.current.state.status).toBe('saved')
  })

  it('is kept when it is refused, and leaves at the next try', async () => {
    const { result, told, answer } = open(60_000)
    act(() => result.current.change('ab'))
    const first = result.current.flush()
    await waitFor(() => expect(told).toEqual(['ab']))
    await answer(new Refusal('changed_meanwhile'))
    expect(await first).toBe(false)
    expect(result.current).toMatchObject({ value: 'ab', state: { status: 'failed' } })
    act(() => result.current.rebase('theirs'))
    const again = result.current.flush()
    await waitFor(() => expect(told).toEqual(['ab', 'ab']))
    await answer()
    expect(await again).toBe(true)
  })

  it('leaves with the page, and asks before the site is left', async () => {
    const { result, told, unmount } = open(60_000)
    const leave = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    expect(leave()).toBe(false)
    act(() => result.current.change('ab'))
    expect(leave()).toBe(true)
    unmount()
    await waitFor(() => expect(told).toEqual(['ab']))
  })
})

describe('the draft of an exam', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.close())

  it('never contradicts itself when two actions wait for the same save', async () => {
    const course = await world.course()
    const nadia = await world.staff('Nadia', { course, role: 'trainer' })
    const made = await makeExam(world, { course, status: 'draft' })
    const params = { courseId: course.id, examId: made.id }
    const { body: exam } = await world.ask(nadia, getExam, { params })
    const network = connectWindow(world, nadia)
    const client = new QueryClient()
    const wrapper = ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    )
    const { result } = renderHook(() => useDraft(course.id, exam as ExamView), { wrapper })
    let isCut = true
    network.instead = () => {
      if (!isCut) return undefined
      isCut = false
      return new Response('', { status: 502 })
    }
    act(() => result.current.change({ title: 'Deux' }))
    // Publishing and drawing again, pressed during a save that fails: each then saves what is still to be saved.
    const asked = [result.current.flush(), result.current.flush(), result.current.flush()]
    await act(() => Promise.all(asked))
    expect(await Promise.all(asked)).toEqual([false, true, true])
    const saves = network.asked.filter((asked) => asked === `PUT /api/courses/${course.id}/exams/${made.id}`)
    expect(saves).toHaveLength(2)
    expect(result.current.state.status).toBe('saved')
    expect((await world.ask(nadia, getExam, { params })).body.title).toBe('Deux')
  })
})
