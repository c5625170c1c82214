import { Star } from 'lucide-react';
import type { PatientSummary } from '../../../shared/bridge/picture.ts';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';
import { playlistWords as words } from '../words/playlist-words.ts';
import './playlist.css';

/** Whether a patient likes a playlist; kept in the vault. */
export function FavouriteToggle({
  patient,
  playlist,
}: {
  readonly patient: Pick<PatientSummary, 'patientId' | 'favouriteIds'>;
  readonly playlist: { readonly playlistId: string; readonly title: string };
}) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const { patientId, favouriteIds } = patient;
  const { playlistId, title } = playlist;
  const isFavourite = favouriteIds.includes(playlistId);
  const playlistIds = isFavourite ? favouriteIds.filter((id) => id !== playlistId) : [...favouriteIds, playlistId];
  return (
    <>
      <Button
        pressed={isFavourite}
        disabled={busy}
        label={words.favouriteOf(title)}
        icon={<Icon icon={Star} />}
        onPress={() => void call(bridge.setFavourites({ patientId, playlistIds: [...playlistIds] }))}
      >
        {words.favourite}
      </Button>
      <ProblemNote problem={problem} />
    </>
  );
}
