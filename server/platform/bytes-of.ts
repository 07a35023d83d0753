/** The bytes of an uploaded file, as base64 text or already decoded. */
export const bytesOf = (sent: string | Uint8Array): Buffer =>
  typeof sent === 'string' ? Buffer.from(sent, 'base64') : Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength)
