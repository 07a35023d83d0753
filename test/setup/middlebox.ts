import { refusalCodes } from '#core/refusal.ts'
import { httpStatusOf } from '#server/platform/refusals.ts'

/** A reply that a proxy may give in place of the server. */
export type Answer = { name: string; status: number; headers: Record<string, string>; body: string }

const json = { 'content-type': 'application/json; charset=utf-8' }
const html = { 'content-type': 'text/html; charset=utf-8' }
const page = '<!doctype html><title>Wi-Fi</title><h1>Connexion au réseau</h1>'

/** Every refusal of the server itself, as a reply that a proxy has forwarded. */
export const refusals: Answer[] = refusalCodes.map((code) => ({
  name: code,
  status: httpStatusOf[code],
  headers: { ...json, 'x-bareme': '1' },
  body: JSON.stringify({ code }),
}))

/** Replies that do not come from the server. */
export const strangers: Answer[] = [
  { name: 'a filter', status: 403, headers: json, body: '{"code":"BLOCKED","message":"policy 17"}' },
  { name: 'a filter that borrows our words', status: 404, headers: json, body: '{"code":"not_found"}' },
  { name: 'a filter that says the time is up', status: 409, headers: json, body: '{"code":"time_is_up"}' },
  { name: 'a page for 400', status: 400, headers: html, body: page },
  { name: 'a proxy that wants a password', status: 407, headers: html, body: page },
  { name: 'a page for 500', status: 500, headers: html, body: page },
  { name: 'a gateway', status: 502, headers: html, body: page },
  { name: 'a gateway that asks to wait', status: 503, headers: { ...html, 'retry-after': '0' }, body: page },
  { name: 'a captive portal', status: 200, headers: html, body: page },
  { name: 'a portal that speaks JSON', status: 200, headers: json, body: '{"status":"login_required"}' },
  { name: 'an empty object of ours', status: 200, headers: { ...json, 'x-bareme': '1' }, body: '{}' },
  { name: 'nothing at all', status: 204, headers: {}, body: '' },
  { name: 'null', status: 200, headers: { ...json, 'x-bareme': '1' }, body: 'null' },
  { name: 'a reply cut in the middle', status: 200, headers: { ...json, 'x-bareme': '1' }, body: '{"attemptId":"0' },
]
