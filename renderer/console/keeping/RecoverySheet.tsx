import type { RecoverySheetPicture } from '../../../shared/bridge/vault-picture.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';

/** The recovery key, this once: in groups, as a code, and what to do with it. Printing prints nothing but it. */
export function RecoverySheet({
  sheet,
  onDone,
}: {
  readonly sheet: RecoverySheetPicture;
  readonly onDone: () => void;
}) {
  const code = drawing(sheet.qrSvg);
  return (
    <Panel title={sheet.title}>
      <div className="recovery-sheet">
        <ol className="recovery-groups" aria-label="Recovery key">
          {sheet.groups.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat and keep their order
            <li key={index}>{group}</li>
          ))}
        </ol>
        {code !== null && (
          <svg className="recovery-code" role="img" aria-label="The same as a code" viewBox={code.viewBox}>
            <path d={code.path} />
          </svg>
        )}
        {sheet.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <div className="row">
        <Button kind="primary" onPress={() => window.print()}>
          Print it
        </Button>
        <Button onPress={onDone}>I have it on paper</Button>
      </div>
    </Panel>
  );
}

/** The dark squares of the code; null where it is drawn in another way than is known. */
function drawing(svg: string): { readonly viewBox: string; readonly path: string } | null {
  const viewBox = /viewBox="([\d\s.]+)"/.exec(svg)?.[1];
  const path = [...svg.matchAll(/ d="([^"]+)"/g)].map(([, d]) => d).join(' ');
  return viewBox === undefined || path === '' ? null : { viewBox, path };
}
