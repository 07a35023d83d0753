/** The address where students join an exam, as text to type and as the URL of a QR code. */
export function entryOf(joinCode: string) {
  const { host, origin, hostname } = window.location
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
  return { address: host, href: `${origin}/?code=${joinCode}`, isLoopback }
}
