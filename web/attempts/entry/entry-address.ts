/** Where students go, as they type it and as a QR code opens it. */
export function entryOf(joinCode: string) {
  const { host, origin, hostname } = window.location
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
  return { address: host, href: `${origin}/?code=${joinCode}`, isLoopback }
}
