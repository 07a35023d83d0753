import { parentPort, threadId } from 'node:worker_threads'

// A thread whose work is as bad as work can be, for test/workers.test.ts.
const tasks = {
  endless: () => {
    for (;;);
  },
  greedy: () => {
    const kept = []
    for (;;) kept.push({ some: kept.length, thing: [kept.length] })
  },
  // Outside the heap, where no limit of the thread counts.
  swelling: () => {
    const kept = []
    for (;;) kept.push(Buffer.alloc(16 * 1024 * 1024, kept.length))
  },
  broken: () => {
    throw new Error('a fault of ours')
  },
  thread: () => threadId,
}

parentPort.on('message', ({ type, name }) => {
  if (type === 'ready') return parentPort.postMessage('ready')
  try {
    parentPort.postMessage({ value: tasks[name]() })
  } catch (error) {
    parentPort.postMessage({ error })
  }
})
