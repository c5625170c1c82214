/** One kind of trouble with the disk, and how the vault may put it. */
export type Trouble = {
  readonly name: string;
  /** Which calls fail, as failing-disk.c counts them. */
  readonly calls: number;
  readonly errno: 'EIO' | 'ENOSPC' | 'EROFS';
  /** How many calls in a row fail, one of these. */
  readonly failures: readonly number[];
  /** The codes of the Problems that say so. */
  readonly codes: readonly string[];
  /** How long each sync takes, in milliseconds. */
  readonly syncMs: number;
};

const [write, sync, truncate, open] = [1, 2, 4, 8];

/** Every trouble that failing-disk.c makes. */
export const troubles: readonly Trouble[] = [
  {
    name: 'EIO',
    calls: write | truncate | open,
    errno: 'EIO',
    failures: [1, 2, 5, 12],
    codes: ['disk-error', 'disk-read-only'],
    syncMs: 0,
  },
  { name: 'failing fsync', calls: sync, errno: 'EIO', failures: [1, 2, 5, 12], codes: ['disk-error'], syncMs: 0 },
  {
    name: 'ENOSPC in any write',
    calls: write,
    errno: 'ENOSPC',
    failures: [1, 2, 5, 12],
    codes: ['disk-full'],
    syncMs: 0,
  },
  {
    name: 'a disk that turns read-only',
    calls: write | truncate | open,
    errno: 'EROFS',
    failures: [5, 12, 30],
    codes: ['disk-read-only', 'disk-error'],
    syncMs: 0,
  },
  { name: 'fsyncs of two seconds', calls: 0, errno: 'EIO', failures: [0], codes: [], syncMs: 2_000 },
];

export function troubleNamed(name: string): Trouble {
  const known = troubles.find((trouble) => trouble.name === name);
  if (known === undefined) throw new Error(`no trouble ${name}`);
  return known;
}
