import { networkInterfaces } from 'node:os'

/**
 * The addresses at which students can reach this machine, real networks before those of containers and virtual
 * machines.
 */
export function lanAddresses(interfaces = networkInterfaces()) {
  const found = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
      .map(({ address }) => ({ address, isVirtual: /^(docker|br-|veth|virbr|vmnet|vEthernet|podman|cni)/.test(name) })),
  )
  return [...found.filter((a) => !a.isVirtual), ...found.filter((a) => a.isVirtual)].map(({ address }) => address)
}
