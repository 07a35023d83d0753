import { ownText } from '#web/jsx/own-text.ts'

// The tests of pages find sentences by their words; those of a translated page turn it on again (intruders.ts).
ownText.isOn = false
