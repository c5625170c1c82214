/** The moment before the main process has said where things stand. */
export function Starting() {
  return (
    <main className="page">
      <p role="status">Vigil is starting</p>
    </main>
  );
}
