import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Icon } from '../ui/Icon';
import type { IncidentSearch } from './search';

interface Props {
  search: IncidentSearch;
  onShowAll: () => void;
  onCreate: (() => void) | undefined;
}

export function NoIncidents({ search, onShowAll, onCreate }: Props) {
  if (Object.keys(search).length > 0) {
    return (
      <Empty icon="filter" title="No incident matches">
        <p>Other incidents may be hidden by the filters.</p>
        <Button onClick={onShowAll}>Show all incidents</Button>
      </Empty>
    );
  }
  return (
    <Empty icon="check" title="No incidents yet">
      <p>They appear here by themselves when a connected monitoring system reports an alert, or when somebody declares one.</p>
      {onCreate && <Button onClick={onCreate}><Icon name="plus" size={16} />Declare an incident</Button>}
    </Empty>
  );
}
