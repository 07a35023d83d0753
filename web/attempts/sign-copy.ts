import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * HMAC-SHA-256 of the text, in hexadecimal. Browsers have their own, but only over HTTPS; an exam over plain HTTP in a
 * classroom signs its copy file all the same.
 */
export function signCopy(key: string, text: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(text)))
}
