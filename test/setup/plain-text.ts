import { ownText } from '#web/jsx/own-text.ts'

// Page tests find sentences by their text; tests of a translated page turn this on again (intruders.ts).
ownText.isOn = false
