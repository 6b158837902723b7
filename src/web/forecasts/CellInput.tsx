// Typing into one cell of the grid: Enter goes down, Tab to the right, Escape leaves it as it was.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Place } from './grid-keys.ts'
import classes from './WeekGrid.module.css'

interface CellInputProps {
  text: string
  /** It was typed over what stood there: more may follow it. */
  typed: boolean
  name: string
  at: Place
  /** Undefined: nothing was typed. Without a place the focus has gone elsewhere already. */
  onLeave: (text: string | undefined, then?: Place) => void
}

export function CellInput({ text: begin, typed, name, at, onLeave }: CellInputProps) {
  const [text, setText] = useState(begin)
  const input = useRef<HTMLInputElement>(null)
  const left = useRef(false)
  useEffect(() => {
    input.current?.focus()
    // What stood there is selected, so that typing replaces it.
    if (!typed) input.current?.select()
  }, [typed])
  const leave = (value: string | undefined, then?: Place) => {
    if (left.current) return
    left.current = true
    onLeave(value, then)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Enter') leave(text, { ...at, row: at.row + (event.shiftKey ? -1 : 1) })
    else if (event.key === 'Tab') leave(text, { ...at, week: at.week + (event.shiftKey ? -1 : 1) })
    else if (event.key === 'Escape') leave(undefined, at)
    else return
    event.preventDefault()
  }
  return (
    <input
      ref={input}
      className={classes.input}
      aria-label={name}
      inputMode="decimal"
      autoComplete="off"
      value={text}
      onChange={event => setText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onClick={event => event.stopPropagation()}
      onPaste={event => event.stopPropagation()}
      onBlur={() => leave(text)}
    />
  )
}
