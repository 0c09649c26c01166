import { useInfiniteQuery } from '@tanstack/react-query';
import type { CloudChange } from '../api/contract';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Panel } from '../ui/Panel';
import { changesQuery } from './queries';
import { plain } from './words';

const views = { added: ['good', 'plus'], removed: ['bad', 'minus'], changed: ['neutral', 'refresh'] } as const;

/** What a sync found different from the one before, the newest first. */
export function Changes() {
  const changes = useInfiniteQuery(changesQuery);
  return (
    <Panel title="Changes">
      <Loaded query={changes} what="The changes">
        {({ pages }) => pages[0]?.changes.length === 0 ? <p>No sync has found a change yet.</p> : (
          <>
            <ul className={list.list} aria-label="Changes">{pages.flatMap((page) => page.changes).map((change) => <ChangeRow key={change.id} change={change} />)}</ul>
            {changes.hasNextPage && <div><Button busy={changes.isFetchingNextPage} onClick={() => void changes.fetchNextPage()}>Show older changes</Button></div>}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function ChangeRow({ change }: { change: CloudChange }) {
  const [tone, icon] = change.change in views ? views[change.change as keyof typeof views] : views.changed;
  return (
    <li className={list.row}>
      <Badge tone={tone} icon={icon}>{plain(change.change)}</Badge>
      <div className={list.what}>
        <h3 className={list.name}>{change.name}</h3>
        <p className={list.facts}>{plain(change.type)} · {change.region} · found <Ago at={change.at} /></p>
        {Object.entries(change.fields).map(([field, { before, after }]) => <p key={field} className={list.facts}>{plain(field)}: {before === '' ? 'nothing' : before} → {after === '' ? 'nothing' : after}</p>)}
      </div>
    </li>
  );
}
