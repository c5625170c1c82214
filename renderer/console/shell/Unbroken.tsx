import { Component, type ReactNode } from 'react';
import { Button } from '../../design/Button.tsx';
import { useContent } from '../store.ts';
import { ClinicCardFacts } from './ClinicCardFacts.tsx';
import './page.css';

/**
 * Shows what is below it, and where a part of that breaks a page of its own instead: as dark as the palette, with the clinic's
 * card, and a press that shows the screen again. Journal and clock are the main process's and go on.
 */
export class Unbroken extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <BrokenScreen onAgain={() => this.setState({ broken: false })} /> : this.props.children;
  }
}

function BrokenScreen({ onAgain }: { readonly onAgain: () => void }) {
  const card = useContent(({ picture }) => picture?.card ?? null);
  return (
    <main className="page" role="alert">
      <h1 className="page-title">This screen broke</h1>
      <p>
        The session goes on, and what was saved is safe. Show the screen again; start Vigil anew if it breaks again.
      </p>
      <div className="row">
        <Button kind="primary" onPress={onAgain}>
          Show the screen again
        </Button>
      </div>
      <ClinicCardFacts card={card} />
    </main>
  );
}
