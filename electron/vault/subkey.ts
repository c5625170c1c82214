import { hkdfSync } from 'node:crypto';

/** What a key derived from another one is for; one label, one use. */
export type SubkeyLabel =
  | 'passphrase-commitment'
  | 'passphrase-wrap'
  | 'recovery-commitment'
  | 'recovery-wrap'
  | 'keystore-commitment'
  | 'keystore-wrap'
  | 'slot-box-key'
  | 'slot-box'
  | 'slot-about'
  | 'previous-key'
  | 'header'
  | 'vault-head'
  | 'journal-keys'
  | 'signing-keys'
  | 'chain'
  | 'journal-head'
  | 'slot-names';

/** HKDF-SHA-256 with the vault's id as salt and "vigil/1/" + label as info; 32 bytes. */
export function subkey(key: Uint8Array, vaultId: Uint8Array, label: SubkeyLabel): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, vaultId, `vigil/1/${label}`, 32));
}
