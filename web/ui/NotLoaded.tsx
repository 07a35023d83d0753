/** Displayed when the sentences could not be loaded; therefore written in both languages. */
export function NotLoaded() {
  return (
    <main className="not-loaded" role="alert">
      <h1>Barème</h1>
      <p>Cette page n’a pas pu se charger. Vos réponses enregistrées le restent.</p>
      <p lang="en">This page could not be loaded. Your saved answers stay saved.</p>
      <button type="button" className="button button--primary" onClick={() => location.reload()}>
        Réessayer – <span lang="en">Try again</span>
      </button>
    </main>
  )
}
