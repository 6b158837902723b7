// Notices across the top of a page: offline since when, and what the installation warns of (plain http, for one).
import { Alert, Button } from '@mantine/core'
import { ShieldAlert, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { timeText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useLiveState } from '../live.ts'
import { useMe } from './me.ts'

export function Banners() {
  const me = useMe()
  return (
    <div role="status" className="no-print">
      <OfflineBanner />
      {me.banner ? (
        <Alert mb="md" color="yellow" icon={<ShieldAlert size={18} aria-hidden />}>
          {me.banner}
        </Alert>
      ) : null}
    </div>
  )
}

/** Blips shorter than this are caught up before anybody could have been misled. */
const blipMs = 1_500

function OfflineBanner() {
  const live = useLiveState()
  const since = live.at === 'cut' ? live.sinceMs : undefined
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (since === undefined) return setShown(false)
    const timer = setTimeout(() => setShown(true), blipMs)
    return () => clearTimeout(timer)
  }, [since])
  if (!shown || since === undefined) return null
  return (
    <Alert
      mb="md"
      color="yellow"
      icon={<WifiOff size={18} aria-hidden />}
      title={m.shell_offline({ time: timeText(new Date(since)) })}
    >
      {m.shell_offline_what()}{' '}
      <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
        {m.shell_reload()}
      </Button>
    </Alert>
  )
}
