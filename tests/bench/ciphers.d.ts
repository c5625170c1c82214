/** The package has types of its own, but does not name them where TypeScript looks. Its interface is better-sqlite3's. */
declare module 'better-sqlite3-multiple-ciphers' {
  import BetterSqlite3 from 'better-sqlite3';

  export default BetterSqlite3;
}
