import { useText } from '#web/text/text.tsx'
import { deviceName } from './device-name.ts'

/** « Firefox sur Windows », or the part of it that is known. */
export function useDeviceSentence() {
  const { t } = useText()
  return (userAgent: string): string => {
    const { browser, system } = deviceName(userAgent)
    if (browser && system) return t('auth.sessions.browserOn', { browser, system })
    return browser ?? system ?? t('auth.sessions.unknownDevice')
  }
}
