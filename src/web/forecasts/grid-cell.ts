// What a grid of weeks is drawn from: rows, weeks, cells, and what is changed in them.
import type { ReactNode } from 'react'

export interface GridWeek {
  start: string
  zone: 'firm' | 'planning'
}

export type CellTone = 'plain' | 'edited' | 'asked' | 'carried' | 'short' | 'above' | 'wrong' | 'quiet'

export interface GridCell {
  /** As it stands in the cell, ready to be typed over. */
  text: string
  /** How it is shown, with the reader's separators. */
  shown: string
  tone: CellTone
  /** A sign that says the tone without colour. */
  mark?: string | undefined
  /** In small beneath: what is forecast, what it was. */
  below?: string | undefined
  /** The whole cell in words, after item and week. */
  words: string
}

export interface GridRow {
  key: string
  name: string
  detail: string
  out?: boolean
  /** A button beside the name. */
  tool?: ReactNode
}

export interface GridChange {
  row: number
  week: number
  text: string
}
