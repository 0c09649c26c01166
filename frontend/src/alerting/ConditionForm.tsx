import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { ApiError } from '../api/error';
import type { Condition } from '../api/contract';
import { slosQuery } from '../slos/queries';
import { Button } from '../ui/Button';
import { Check, Checks } from '../ui/Checks';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Panel } from '../ui/Panel';
import { Pending } from '../ui/Pending';
import { Select } from '../ui/Select';
import { TextArea } from '../ui/TextArea';
import styles from './ConditionForm.module.css';
import { operators, severityNames, severityViews, signalNames, signals } from './condition';
import { draftOf, inputOf, isReady, withSignal, type Draft } from './draft';
import { createCondition, updateCondition } from './queries';
import { Subject } from './Subject';

// With its chart, after the form.
const Preview = lazy(async () => ({ default: (await import('./Preview')).Preview }));

const windows = [['60', '1 minute'], ['300', '5 minutes'], ['900', '15 minutes'], ['3600', '1 hour'], ['21600', '6 hours'], ['86400', '1 day']] as const;
const holds = [['0', 'At once'], ['60', 'After 1 minute'], ['300', 'After 5 minutes'], ['900', 'After 15 minutes'], ['3600', 'After 1 hour']] as const;
const silences = [['resolve', 'Its alerts are over'], ['alert', 'An alert fires'], ['keep', 'All stays as it is']] as const;

/** A condition beside what it would have found in the project's own history. */
export function ConditionForm({ condition, onDone }: { condition: Condition | null; onDone: () => void }) {
  const client = useQueryClient();
  const { data: slos } = useQuery(slosQuery);
  const [draft, setDraft] = useState<Draft>(() => draftOf(condition));
  const set = (part: Partial<Draft>) => setDraft((current) => ({ ...current, ...part }));
  const saving = useMutation({
    mutationFn: () => condition === null ? createCondition(inputOf(draft)) : updateCondition(condition.condition_id, inputOf(draft)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['alerts'] });
      onDone();
    },
  });
  const fields = saving.error instanceof ApiError ? saving.error.problem.fields : {};
  const { groups } = signals[draft.signal];
  return (
    <div className={styles.columns}>
      <form className={styles.form} noValidate onSubmit={(event) => {
        event.preventDefault();
        if (isReady(draft) && !saving.isPending) saving.mutate();
      }}>
        <Panel title="What is watched">
          <Field label="Name" name="name" value={draft.name} maxLength={200} error={fields.name} hint="What people read when it fires." onChange={(name) => set({ name })} />
          <Select label="Signal" value={draft.signal} options={signalNames.map((name) => [name, signals[name].label] as const)} onChange={(signal) => setDraft(withSignal(draft, signal))} />
          <Subject draft={draft} onChange={set} slos={slos ?? []} fields={fields} />
        </Panel>
        <Panel title="When it fires">
          <div className={form.pair}>
            <Select label="The value is" value={draft.operator} options={operators} onChange={(operator) => set({ operator })} />
            <Field label="Limit" name="threshold" inputMode="decimal" value={draft.threshold} error={fields.threshold} onChange={(threshold) => set({ threshold })} />
            <Select label="Measured over" value={draft.duration} options={withCurrent(windows, draft.duration)} onChange={(duration) => set({ duration })} />
          </div>
          <div className={form.pair}>
            <Select label="It fires" value={draft.hold} options={withCurrent(holds, draft.hold)} onChange={(hold) => set({ hold })} />
            <Select label="It is over" value={draft.recovery} options={withCurrent(holds, draft.recovery)} onChange={(recovery) => set({ recovery })} />
            <Select label="When no values come" value={draft.noData} options={silences} onChange={(noData) => set({ noData })} />
          </div>
          <Select label="Severity" value={draft.severity} options={severityNames.map((name) => [name, severityViews[name]?.label ?? name] as const)} onChange={(severity) => set({ severity })} />
          {groups === null
            ? <Field label="An alert for each (optional)" name="group_by" value={draft.groupBy.join(', ')} error={fields.group_by} hint="Names of labels with commas between them; * for each series." onChange={(text) => set({ groupBy: text.split(',').map((one) => one.trimStart()) })} />
            : groups.length > 0 && <Checks legend="An alert of its own for each" options={groups.map((name) => [name, name] as const)} chosen={draft.groupBy} onChange={(groupBy) => set({ groupBy })} />}
          {draft.signal === 'metric' && <TextArea label="Only series with these labels, one a line (optional)" value={draft.labels} error={fields.labels} placeholder="region=eu" onChange={(labels) => set({ labels })} />}
          <Check label="Switched on" checked={draft.enabled} onChange={(enabled) => set({ enabled })} />
          {Object.keys(fields).length === 0 && <Failure title="The condition was not saved" error={saving.error} />}
          <div className={form.actions}>
            <Button onClick={onDone}>Cancel</Button>
            <Button type="submit" variant="primary" busy={saving.isPending} disabled={!isReady(draft)}>Save the condition</Button>
          </div>
        </Panel>
      </form>
      <Suspense fallback={<Pending />}><Preview draft={draft} /></Suspense>
    </div>
  );
}

/** A value that another client chose is offered, too. */
function withCurrent(options: readonly (readonly [string, string])[], current: string): readonly (readonly [string, string])[] {
  return options.some(([value]) => value === current) ? options : [...options, [current, `${current} s`]];
}
