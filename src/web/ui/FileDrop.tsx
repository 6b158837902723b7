// A place to drop a file or choose one: the browser's own input, so keyboard and phone camera work by themselves.
import { Text } from '@mantine/core'
import { FileUp } from 'lucide-react'
import { type DragEvent, useId, useState } from 'react'
import { m } from '../i18n/index.ts'
import classes from './FileDrop.module.css'

interface FileDropProps {
  label: string
  /** As in `<input accept>`: `.csv,text/csv`. */
  accept: string
  sizeBytesMax: number
  onFile: (file: File) => void
}

export function FileDrop({ label, accept, sizeBytesMax, onFile }: FileDropProps) {
  const id = useId()
  const [over, setOver] = useState(false)
  const [tooBig, setTooBig] = useState<string>()
  const mb = Math.floor(sizeBytesMax / 1_000_000)
  const take = (file: File | undefined) => {
    if (!file) return
    if (file.size > sizeBytesMax) return setTooBig(m.ui_file_too_big({ name: file.name, mb }))
    setTooBig(undefined)
    onFile(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the input inside does the same */}
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileUp size={22} aria-hidden />
        <label htmlFor={id} className={classes.label}>
          {label}
        </label>
        <input
          id={id}
          type="file"
          accept={accept}
          className={classes.input}
          aria-describedby={`${id}-limit`}
          onChange={event => {
            take(event.currentTarget.files?.[0])
            // The same file, mended, may be chosen again.
            event.currentTarget.value = ''
          }}
        />
        <Text id={`${id}-limit`} size="sm" c="dimmed">
          {m.ui_file_limit({ mb })}
        </Text>
      </div>
      {tooBig ? (
        <Text role="alert" size="sm" c="var(--mantine-color-error)" mt={4}>
          {tooBig}
        </Text>
      ) : null}
    </div>
  )
}
