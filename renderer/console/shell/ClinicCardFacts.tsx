import type { ClinicCard } from '../../../shared/bridge/picture.ts';
import './clinic-card.css';

/** Whom to call and where we are: the one thing that is readable without the passphrase. */
export function ClinicCardFacts({ card }: { readonly card: ClinicCard | null }) {
  if (card === null) {
    return (
      <section className="clinic-card" aria-label="Emergency card">
        <p>No emergency card is kept here yet. Call your local emergency number.</p>
      </section>
    );
  }
  return (
    <section className="clinic-card" aria-label="Emergency card">
      <p className="soft">Emergency number</p>
      <p className="clinic-number">{card.emergencyNumber}</p>
      {card.clinicName !== '' && <p className="clinic-line">{card.clinicName}</p>}
      {card.address !== '' && <p className="clinic-line">{card.address}</p>}
      {card.doorCode !== '' && <p className="clinic-line">Door code {card.doorCode}</p>}
    </section>
  );
}
