// What happened to a thing: who, by which channel, when, and what was said.
import { Cpu, FileText, Globe, Link2, type LucideIcon, Settings2, User } from 'lucide-react'
import type { ReactNode } from 'react'
import { m } from '../i18n/index.ts'
import classes from './Timeline.module.css'
import { When } from './When.tsx'

export type Channel = 'portal' | 'api' | 'edi' | 'link' | 'file' | 'system'

export interface TimelineEntry {
  id: string
  at: string
  /** Person or partner; the system when missing. */
  who?: string | null | undefined
  channel: Channel
  what: ReactNode
  detail?: ReactNode
}

const icons: Record<Channel, LucideIcon> = {
  portal: User,
  api: Globe,
  edi: Cpu,
  link: Link2,
  file: FileText,
  system: Settings2,
}

export function channelText(channel: Channel): string {
  switch (channel) {
    case 'portal':
      return m.ui_channel_portal()
    case 'api':
      return m.ui_channel_api()
    case 'edi':
      return m.ui_channel_edi()
    case 'link':
      return m.ui_channel_link()
    case 'file':
      return m.ui_channel_file()
    case 'system':
      return m.ui_channel_system()
  }
}

export function Timeline({
  entries,
  contractZone,
}: {
  entries: readonly TimelineEntry[]
  contractZone?: string | undefined
}) {
  return (
    <ol className={classes.line}>
      {entries.map(entry => {
        const Icon = icons[entry.channel]
        return (
          <li key={entry.id} className={classes.entry}>
            <span className={classes.icon}>
              <Icon size={13} aria-hidden />
            </span>
            <div>
              <div className={classes.what}>{entry.what}</div>
              <div className={classes.who}>
                {entry.who ? `${entry.who}, ` : null}
                {channelText(entry.channel)} · <When at={entry.at} contractZone={contractZone} />
              </div>
              {entry.detail ? <div className={classes.detail}>{entry.detail}</div> : null}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
