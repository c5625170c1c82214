import { type FileVerdict, verifyFiles } from './verify-files.ts';

const drop = document.getElementById('drop');
const chosen = document.getElementById('files');
const verdict = document.getElementById('verdict');

async function look(files: readonly File[]): Promise<void> {
  const read = await Promise.all(
    files.map(async (file) => [file.name, new Uint8Array(await file.arrayBuffer())] as const),
  );
  verdict?.replaceChildren(...verifyFiles(new Map(read)).flatMap(shown));
}

function shown({ heading, lines }: FileVerdict): Node[] {
  const title = document.createElement('h2');
  title.textContent = heading;
  const list = document.createElement('ul');
  for (const line of lines) {
    const item = document.createElement('li');
    item.textContent = line;
    list.append(item);
  }
  return [title, list];
}

if (chosen instanceof HTMLInputElement) {
  chosen.addEventListener('change', () => void look([...(chosen.files ?? [])]));
}
drop?.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('over');
});
drop?.addEventListener('dragleave', () => drop.classList.remove('over'));
drop?.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  void look([...(event.dataTransfer?.files ?? [])]);
});
