import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignalRetention } from '../api/contract';
import { manages, useProject } from '../session/useProject';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { retentionQuery, setRetention, titleOf, type Keeper } from './queries';

/** How long the project's data is kept, per signal. */
export function RetentionPage() {
  const context = useProject();
  if (context === null) return null;
  const mayChange = manages(context.project.role);
  return (
    <Page title="Retention" inOrder intro="How long the project’s data is kept. What is older is deleted within a day.">
      {!mayChange && <p>An admin or owner of the project can change this.</p>}
      {(['logs', 'metrics'] as const).map((keeper) => <KeeperPanel key={keeper} keeper={keeper} mayChange={mayChange} />)}
    </Page>
  );
}

function KeeperPanel({ keeper, mayChange }: { keeper: Keeper; mayChange: boolean }) {
  const signals = useQuery(retentionQuery(keeper));
  return (
    <Panel title={keeper === 'logs' ? 'Logs' : 'Metrics, traces and the rest'}>
      <Loaded query={signals} what="The retention">
        {(data) => <ul aria-label={`Retention of ${keeper}`}>{data.map((signal) => <SignalRow key={`${signal.signal} ${signal.days}`} keeper={keeper} retention={signal} mayChange={mayChange} />)}</ul>}
      </Loaded>
    </Panel>
  );
}

function SignalRow({ keeper, retention, mayChange }: { keeper: Keeper; retention: SignalRetention; mayChange: boolean }) {
  const client = useQueryClient();
  const [days, setDays] = useState(String(retention.days));
  const saving = useMutation({
    mutationFn: (wanted: number | null) => setRetention(keeper, retention.signal, wanted),
    onSuccess: (signals) => client.setQueryData(retentionQuery(keeper).queryKey, signals),
  });
  const title = titleOf(retention.signal);
  const isNew = days.trim() !== '' && Number.isInteger(Number(days)) && Number(days) !== retention.days;
  return (
    <li className={list.row}>
      <div className={list.what}>
        <h3 className={list.name}>{title}</h3>
        <p className={list.facts}>{retention.days} days{retention.days === retention.default_days ? ', the default' : `, by default ${retention.default_days}`}</p>
        <Failure title="The retention was not changed" error={saving.error} />
      </div>
      {mayChange && (
        <form className={list.actions} noValidate onSubmit={(event) => {
          event.preventDefault();
          if (isNew && !saving.isPending) saving.mutate(Number(days));
        }}>
          <div className={form.narrow}><Field label={`Days to keep ${title.toLowerCase()}`} name="days" inputMode="numeric" value={days} maxLength={5} onChange={setDays} /></div>
          <div className={list.bottom}>
            <Button type="submit" busy={saving.isPending} disabled={!isNew}>Save<span className="visually-hidden"> {title}</span></Button>
            {retention.days !== retention.default_days && <Button busy={saving.isPending} onClick={() => saving.mutate(null)}>Default<span className="visually-hidden"> for {title}</span></Button>}
          </div>
        </form>
      )}
    </li>
  );
}
