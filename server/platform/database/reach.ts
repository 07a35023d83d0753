import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { isDatabaseAway } from '../refusals.ts'

/**
 * Waits half a minute until the database answers, or throws the reason as a sentence. Containers start together, so it
 * may be ready later, and the network of a new pod may lose its first packets.
 */
export async function reachDatabase(url: string, { connectWithinMs = 5_000 } = {}) {
  const end = Date.now() + 30_000
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectWithinMs })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      await client.end().catch(() => undefined)
      const { message } = error as Error
      if (!isDatabaseAway(error as Error) || Date.now() >= end)
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
