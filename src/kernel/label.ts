// How long a label may be that an organization sorts things of its own by. Pure.

/** Characters: it has to stand in a sentence. */
export const LABEL_CHARS_MAX = 60
