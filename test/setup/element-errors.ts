import { configure, prettyDOM } from '@testing-library/react'

/**
 * Prints the page in the error only when somebody reads it. `findBy…` makes such an error at each try, and printing
 * took a third of the time of page tests.
 */
configure({
  getElementError: (message, container) => {
    const error = new Error()
    error.name = 'TestingLibraryElementError'
    let text: string | undefined
    Object.defineProperty(error, 'message', {
      configurable: true,
      get: () => (text ??= [message, prettyDOM(container)].filter(Boolean).join('\n\n')),
    })
    return error
  },
})
