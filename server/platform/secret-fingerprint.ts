import { createHmac, timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import { CannotStart } from './cannot-start.ts'

type Client = pg.Pool | pg.Client

/** Says whether two secrets are the same, and nothing about either: it is kept beside what the secret protects. */
export const secretFingerprintOf = (secret: Buffer) =>
  createHmac('sha256', secret).update('bareme:installation').digest()

/** The first server of a database keeps the fingerprint of its secret; those that come with another one are refused. */
export async function keepFingerprint(client: Client, secret: Buffer) {
  await client.query('insert into "Installation" ("secretFingerprint") values ($1) on conflict do nothing', [
    secretFingerprintOf(secret),
  ])
  await refuseOtherSecret(client, secret)
}

/** For commands, which may come before the first start of this version. */
export async function refuseOtherSecret(client: Client, secret: Buffer) {
  const kept = await readSecretFingerprint(client)
  if (kept && !timingSafeEqual(kept, secretFingerprintOf(secret))) throw new CannotStart(otherSecret)
}

export async function readSecretFingerprint(client: Client): Promise<Buffer | null> {
  const { rows: tables } = await client.query<{ found: string | null }>(
    `select to_regclass('"Installation"')::text as found`,
  )
  if (!tables[0]?.found) return null
  const { rows } = await client.query<{ kept: Buffer }>('select "secretFingerprint" as kept from "Installation"')
  return rows[0]?.kept ?? null
}

const otherSecret = {
  french:
    'Le secret donné (SECRET, SECRET_FILE ou DATA_DIR/secret) n’est pas celui de cette base : codes personnels, reçus et seconds facteurs ne se vérifieraient plus. Donnez à tous les serveurs le secret du premier. S’il est perdu ou changé exprès : npm run secret -- accept',
  english:
    'The secret given (SECRET, SECRET_FILE or DATA_DIR/secret) is not the one of this database: personal codes, receipts and second factors would no longer verify. Give all servers the secret of the first. If it is lost or changed on purpose: npm run secret -- accept',
}
