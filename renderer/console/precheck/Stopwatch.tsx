import { useRef, useState } from 'react';
import { Button } from '../../design/Button.tsx';

/** Times a check by two touches and hands the seconds over, to a tenth. The seconds can be typed as well. */
export function Stopwatch({ of, onSeconds }: { readonly of: string; readonly onSeconds: (seconds: string) => void }) {
  const startedAtMs = useRef(0);
  const [running, setRunning] = useState(false);
  return (
    <Button
      pressed={running}
      label={running ? `Stop timing: ${of}` : `Start timing: ${of}`}
      onPress={(press) => {
        if (running) onSeconds(((press.timeStamp - startedAtMs.current) / 1000).toFixed(1));
        else startedAtMs.current = press.timeStamp;
        setRunning(!running);
      }}
    >
      {running ? 'Stop' : 'Start timing'}
    </Button>
  );
}
