import { client, outdated, runStep, server, siteStep } from './build-steps.ts'

/** Builds what is missing or older than its sources. The client first: the server is bundled with it. */
export async function build() {
  const [clientIsOld] = outdated([client])
  const others = outdated([siteStep, server])
  if (!clientIsOld && others.length === 0) return
  console.log('\n  Barème se prépare · Barème is getting ready')
  if (clientIsOld) await runStep(client)
  await Promise.all(others.map(runStep))
}

export async function buildClient() {
  for (const step of outdated([client])) await runStep(step)
}
