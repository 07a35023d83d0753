import { hmacSha256 } from './sha256.ts'

/** HMAC-SHA-256 of the text, in hexadecimal. */
export function signCopy(key: string, text: string): string {
  const bytes = new TextEncoder()
  const signature = hmacSha256(bytes.encode(key), bytes.encode(text))
  return Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
