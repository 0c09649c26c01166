import type { QueryClient } from '@tanstack/react-query';
import type { Incident } from '../api/contract';
import { incidentKeys } from '../incidents/queries';
import type { LiveEvent } from './frames';

/** Brings what is shown up to date with an event. Only what a page shows is loaded again. */
export function apply(client: QueryClient, event: LiveEvent): void {
  switch (event.type) {
    case 'incident.created':
    case 'incident.updated': {
      const incident = event.data as Incident;
      client.setQueryData<Incident>(incidentKeys.one(incident.id), (known) => (known !== undefined && known.version > incident.version ? known : incident));
      refresh(client, incidentKeys.lists, incidentKeys.statistics, incidentKeys.story(incident.id));
      break;
    }
    case 'incident.commented':
      refresh(client, incidentKeys.story((event.data as { incident_id: string }).incident_id));
      break;
    case 'hypothesis.generated': {
      const id = (event.data as { incident_id: string }).incident_id;
      refresh(client, incidentKeys.hypotheses(id), incidentKeys.workflow(id));
      break;
    }
    case 'alert.fired':
    case 'alert.resolved':
      refresh(client, ['alerts']);
      break;
  }
}

const restMs = 1000;
/** What was loaded again within the last second, and whether it is wanted once more. */
const resting = new Map<string, boolean>();

/** At once, and then at most once a second, however many events arrive. */
function refresh(client: QueryClient, ...keys: (readonly unknown[])[]): void {
  for (const key of keys) {
    const name = JSON.stringify(key);
    if (resting.has(name)) resting.set(name, true);
    else load(client, key, name);
  }
}

function load(client: QueryClient, key: readonly unknown[], name: string): void {
  resting.set(name, false);
  void client.invalidateQueries({ queryKey: key });
  setTimeout(() => {
    const again = resting.get(name) === true;
    resting.delete(name);
    if (again) load(client, key, name);
  }, restMs);
}
