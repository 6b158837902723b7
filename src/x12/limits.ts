/** What an input may be at most. Every limit has a name, and going over it gives the finding of that name. */

export interface Limits {
  /** Bytes of one interchange. 128 MiB: larger than any schedule seen in the trade, small enough to hold in memory. */
  readonly interchangeBytesMax: number
  readonly interchangesMax: number
  readonly groupsMax: number
  readonly setsPerGroupMax: number
  /** SE01 has at most ten digits, but nobody reads a million-line document that is not an attack. */
  readonly segmentsPerSetMax: number
  readonly segmentBytesMax: number
  readonly elementsPerSegmentMax: number
  readonly elementBytesMax: number
  readonly repetitionsMax: number
  /** Findings kept for one set; what follows is only counted. */
  readonly findingsPerSetMax: number
  /** Findings kept for the sets of one interchange together; verdicts and codes are right beyond it too. */
  readonly findingsPerInterchangeMax: number
}

export const standardLimits: Limits = {
  interchangeBytesMax: 128 * 1024 * 1024,
  interchangesMax: 10_000,
  groupsMax: 99_999,
  setsPerGroupMax: 999_999,
  segmentsPerSetMax: 1_000_000,
  segmentBytesMax: 1024 * 1024,
  elementsPerSegmentMax: 200,
  elementBytesMax: 32_768,
  repetitionsMax: 1_000,
  findingsPerSetMax: 500,
  findingsPerInterchangeMax: 10_000,
}

/** For inputs that are judged as they come and never held: as large as counts of the standard can say. */
export const streamingLimits: Limits = {
  ...standardLimits,
  interchangeBytesMax: 2 ** 40,
  segmentsPerSetMax: 9_999_999_999,
}
