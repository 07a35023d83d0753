import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { CannotStart } from './cannot-start.ts'

/** Listens and returns the port, chosen by the system when 0 is asked for. */
export async function listen(app: FastifyInstance, { port, host }: { port: number; host: string }) {
  try {
    // The system's default queue would refuse connections when a whole year opens its exam in the same second.
    await app.listen({ port, host, backlog: 4096 })
  } catch (cause) {
    throw sentence(cause as NodeJS.ErrnoException, { port, host }) ?? cause
  }
  return (app.server.address() as AddressInfo).port
}

function sentence(cause: NodeJS.ErrnoException, { port, host }: { port: number; host: string }) {
  if (cause.code === 'EADDRINUSE') {
    const french = `Le port ${port} est déjà pris par un autre programme. Fermez-le, ou choisissez-en un autre : PORT=${port + 1} npm start`
    const english = `Port ${port} is already used by another program. Close it, or choose another one: PORT=${port + 1} npm start`
    return new CannotStart({ french, english }, { cause })
  }
  if (cause.code === 'EACCES') {
    const french = `Le système réserve le port ${port}. Choisissez-en un au-dessus de 1024 : PORT=3000 npm start`
    const english = `The system reserves port ${port}. Choose one above 1024: PORT=3000 npm start`
    return new CannotStart({ french, english }, { cause })
  }
  if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND') {
    const french = `L'adresse HOST=${host} n'est pas une adresse de cette machine.`
    const english = `The address HOST=${host} is not an address of this machine.`
    return new CannotStart({ french, english }, { cause })
  }
  return undefined
}
