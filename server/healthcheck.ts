import { request as http } from 'node:http'
import { request as https } from 'node:https'

// The image's HEALTHCHECK, in Node because curl would be one more program to update.
const isSecure = Boolean(process.env['TLS_CERT'])
const options = {
  host: '127.0.0.1',
  port: process.env['PORT'] ?? '3000',
  path: '/health/ready',
  timeout: 4_000,
  // The certificate is for the site's name, not 127.0.0.1.
  rejectUnauthorized: false,
}
const request = (isSecure ? https : http)(options, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
request.on('timeout', () => process.exit(1))
request.on('error', () => process.exit(1))
request.end()
