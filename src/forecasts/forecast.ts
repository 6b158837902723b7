// The words of a forecast: buckets, zones, commits. Pure.

export type Zone = 'firm' | 'planning'

export interface Bucket {
  /** First day of the bucket, YYYY-MM-DD; weekly buckets start on Monday. */
  start: string
  /** Decimal string. */
  quantity: string
  zone: Zone
}

export type CommitStatus = 'not-wanted' | 'awaiting' | 'committed' | 'short' | 'superseded'

export interface CommitBucket {
  start: string
  quantity: string
  origin: 'supplier' | 'carried' | 'auto' | 'on-behalf'
  reason: string
}
