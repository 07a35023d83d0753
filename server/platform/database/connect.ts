import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '#prisma/client/client.ts'
import { closeMessages } from '../messages.ts'

export type Database = { pool: pg.Pool; db: PrismaClient; close(): Promise<void> }

export type ConnectOptions = {
  /** Connections this process may hold; the sum over all processes stays below `max_connections` of PostgreSQL. */
  size?: number
  /** How long a request waits for a connection, in milliseconds. */
  connectWithinMs?: number
  /**
   * How long a prepared statement may wait for its result before its connection is given up, in milliseconds: longer
   * than PostgreSQL itself lets one run. Saves give up earlier (server/attempts/sitting/save.ts).
   */
  answerWithinMs?: number
  /** A pooler gives another connection at each transaction (PgBouncer): nothing may stay on one. */
  hasPooler?: boolean
}

/** One pool for everything: prepared SQL on the hot path, Prisma for the rest, and one limit on connections. */
export function connect(
  url: string,
  onError: (error: Error) => void = () => undefined,
  { size = 16, connectWithinMs = 10_000, answerWithinMs = 35_000, hasPooler = false }: ConnectOptions = {},
): Database {
  const pool = new WaryPool({
    connectionString: url,
    application_name: 'bareme',
    max: size,
    connectionTimeoutMillis: connectWithinMs,
    // PgBouncer refuses them at the connection: give them to the role instead (docs/operating.md).
    ...(hasPooler ? {} : { idle_in_transaction_session_timeout: 30_000, statement_timeout: 30_000 }),
    keepAlive: true,
    Client: clientOf({ answerWithinMs, hasPooler }),
  })
  roads.set(pool, { url, hasPooler })
  // Without these two handlers, a lost connection would crash Node: the pool only handles errors of idle clients.
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))

  const db = new PrismaClient({
    adapter: new PrismaPg(pool, hasPooler ? {} : { statementNameGenerator: nameStatements() }),
  })
  let closing: Promise<void> | undefined
  return {
    pool,
    db,
    close: () => {
      closing ??= Promise.all([closeMessages({ pool }), db.$disconnect()]).then(() => pool.end())
      return closing
    },
  }
}

const roads = new WeakMap<pg.Pool, { url: string; hasPooler: boolean }>()

/** How a pool of ours reaches its database, for a thread that opens connections of its own. */
export const roadOf = (pool: pg.Pool) => roads.get(pool)

/** When one connection was given up without a word, those that rest are as dead: without this, each would be tried. */
class WaryPool extends pg.Pool {
  override query(...given: unknown[]) {
    const send = super.query.bind(this) as (...args: unknown[]) => unknown
    const answer = send(...given)
    if (answer instanceof Promise)
      answer.catch((error: Error) => {
        if (error.message === 'Query read timeout') this.#leaveIdle()
      })
    return answer as never
  }

  #leaveIdle() {
    for (let left = this.idleCount; left > 0; left -= 1)
      this.connect().then(
        (client) => client.release(true),
        () => undefined,
      )
  }
}

/**
 * A client that gives up a prepared statement without a result: when the machine of the database dies, what was sent is
 * neither answered nor refused, and the system tries again for a quarter of an hour. Behind a pooler every statement goes
 * without its name: a named one would be looked for on a connection that never had it.
 */
const clientOf = ({ answerWithinMs, hasPooler }: Required<Pick<ConnectOptions, 'answerWithinMs' | 'hasPooler'>>) =>
  class extends pg.Client {
    override query(...given: unknown[]) {
      const [first, ...rest] = given
      const isNamed = typeof first === 'object' && first !== null && 'name' in first && 'text' in first
      // The driver's own overloads are not callable with what came in.
      const send = super.query.bind(this) as (...args: unknown[]) => never
      if (!isNamed) return send(first, ...rest)
      return send({ query_timeout: answerWithinMs, ...first, ...(hasPooler ? { name: undefined } : {}) }, ...rest)
    }
  }

/**
 * Names statements so that Postgres keeps their plans, which made upserts 1.7 times faster. A named statement lives as
 * long as its connection, so only the first 500 distinct texts get a name.
 */
function nameStatements(limit = 500) {
  const names = new Map<string, string>()
  return ({ sql }: { sql: string }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= limit) return ''
    const name = `p${createHash('sha1').update(sql).digest('hex').slice(0, 20)}`
    names.set(sql, name)
    return name
  }
}
