import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'

// Containers start together, so the database may be ready later.
const notYet = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNRESET', '57P03']

/** Waits until the database answers, or throws the reason as a sentence. */
export async function reachDatabase(url: string, seconds = 30) {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      await client.end().catch(() => undefined)
      const { code = '', message } = error as { code?: string; message: string }
      if (!notYet.includes(code) || Date.now() >= end)
        throw new CannotStart(unreachable(url, message), { cause: error })
      await sleep(500)
    }
  }
}

/** Without the password, because these lines end up in screenshots and logs. */
function unreachable(url: string, reason: string) {
  const { username, host, pathname } = new URL(url)
  const where = `${username}@${host}${pathname}`
  return {
    french: `La base de DATABASE_URL (${where}) ne répond pas : ${reason}`,
    english: `The database of DATABASE_URL (${where}) does not answer: ${reason}`,
  }
}
