import type { Stop } from '../../record/stop.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Stops the scan at its deadline, and at the first Ctrl-C or the scheduler's SIGTERM: what was read is kept and
 * reported. A second signal ends the process. The function that is returned undoes it all.
 */
export function stopOnSignals(stop: Stop, deadline: number | null): () => void {
  const timer =
    deadline === null
      ? null
      : setTimeout(() => {
          stop.now({ name: 'DeadlineError', message: 'the deadline passed', status: null });
        }, deadline);
  const onSignal = (signal: string) => {
    stop.now({ name: 'Interrupted', message: `the scan was stopped by ${signal}`, status: null });
  };
  for (const signal of signals) process.once(signal, onSignal);
  return () => {
    if (timer !== null) clearTimeout(timer);
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
}
