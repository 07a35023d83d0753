/** The style and the script of the pages that a platform may frame; nothing of the site is loaded there. */
export const frameStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 1.5rem; background: light-dark(#faf9f6, #16181d); color: light-dark(#23262f, #ece9e3); }
main { max-width: 36rem; margin-inline: auto; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
a, button { display: inline-block; box-sizing: border-box; min-height: 2.75rem; padding: 0.625rem 1rem; border: 0; border-radius: 0.5rem;
  font: inherit; font-weight: 600; text-decoration: none; cursor: pointer;
  background: light-dark(#2b49a5, #9db4ff); color: light-dark(#ffffff, #10131a); }
a:focus-visible, button:focus-visible { outline: 3px solid light-dark(#23262f, #ece9e3); outline-offset: 3px; }
[hidden] { display: none; }
`

/** Once the tab is open, its ticket is spent: the frame says so, and waits for the answer to a choice of content. */
export const frameScript = `const link = document.getElementById('open')
const wait = link && link.dataset.wait
async function ask() {
  try {
    const answer = await fetch('/api/lti/choice?wait=' + encodeURIComponent(wait))
    const { state } = await answer.json()
    if (state === 'ready') return location.replace('/lti/return?wait=' + encodeURIComponent(wait))
    if (state === 'over') return
  } catch {}
  setTimeout(ask, 2000)
}
if (link) link.addEventListener('click', () => {
  setTimeout(() => {
    document.getElementById('offer').hidden = true
    document.getElementById('opened').hidden = false
    ask()
  }, 0)
})
if (document.getElementById('registered')) {
  const other = window.opener || window.parent
  if (other !== window) other.postMessage({ subject: 'org.imsglobal.lti.close' }, '*')
}
const form = document.getElementById('answer')
if (form) form.submit()
`
