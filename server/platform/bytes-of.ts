/** The bytes of a file that was sent, however its body was read. */
export const bytesOf = (sent: string | Uint8Array): Buffer =>
  typeof sent === 'string' ? Buffer.from(sent, 'base64') : Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength)
