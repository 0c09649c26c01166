import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/error';
import type { Slo } from '../api/contract';
import { serviceNamesQuery } from '../traces/queries';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Select } from '../ui/Select';
import { createSlo, sloKey, updateSlo, type SloInput } from './queries';

type Kind = SloInput['sli_type'];
const kinds: readonly (readonly [Kind, string])[] = [['availability', 'Requests without an error'], ['latency', 'Requests that are fast enough'], ['correctness', 'Correct answers']];
const windows = [['7', '7 days'], ['30', '30 days'], ['90', '90 days']] as const;

/** For a new objective, or one that is changed: then its service and kind stay. */
export function SloForm({ slo, onDone }: { slo: Slo | null; onDone: () => void }) {
  const client = useQueryClient();
  const { data: services } = useQuery(serviceNamesQuery);
  const [name, setName] = useState(slo?.name ?? '');
  const [service, setService] = useState(slo?.service_name ?? '');
  const [kind, setKind] = useState<Kind>((slo?.sli_type ?? 'availability') as Kind);
  const [target, setTarget] = useState(String(slo?.target_percentage ?? 99.9));
  const [days, setDays] = useState(String(slo?.time_window_days ?? 30));
  const [threshold, setThreshold] = useState(String(slo?.threshold_ms ?? 500));
  const saving = useMutation({
    mutationFn: () => {
      const body: SloInput = {
        name: name.trim(), service_name: service.trim(), sli_type: kind, target_percentage: Number(target), time_window_days: Number(days), description: slo?.description ?? '',
        ...(kind === 'latency' && { threshold_ms: Number(threshold) }),
      };
      return slo === null ? createSlo(body) : updateSlo(slo.slo_id, body);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: sloKey });
      onDone();
    },
  });
  const fields = saving.error instanceof ApiError ? saving.error.problem.fields : {};
  const isReady = name.trim() !== '' && service.trim() !== '' && Number(target) > 0 && Number(target) <= 100 && (kind !== 'latency' || Number(threshold) > 0);
  const known = windows.some(([value]) => value === days) ? windows : [...windows, [days, `${days} days`] as const];
  return (
    <form className={form.form} onSubmit={(event) => {
      event.preventDefault();
      if (isReady && !saving.isPending) saving.mutate();
    }}>
      <Field label="Name" name="name" value={name} maxLength={255} error={fields.name} onChange={setName} />
      {slo === null && (
        <>
          <Field label="Service" name="service_name" value={service} maxLength={255} list="slo-services" error={fields.service_name} onChange={setService} />
          <datalist id="slo-services">{(services ?? []).map((one) => <option key={one} value={one} />)}</datalist>
          <Select label="What counts as good" value={kind} options={kinds} onChange={setKind} />
        </>
      )}
      {kind === 'latency' && <Field label="Fast enough below, in milliseconds" name="threshold_ms" inputMode="decimal" value={threshold} error={fields.threshold_ms} onChange={setThreshold} />}
      <Field label="Share that must be good, in percent" name="target_percentage" inputMode="decimal" value={target} hint="99.9 leaves one bad request in a thousand." error={fields.target_percentage} onChange={setTarget} />
      <Select label="Within" value={days} options={known} onChange={setDays} />
      {Object.keys(fields).length === 0 && <Failure title="The objective was not saved" error={saving.error} />}
      <div className={form.actions}><Button type="submit" variant="primary" busy={saving.isPending} disabled={!isReady}>Save the objective</Button></div>
    </form>
  );
}
