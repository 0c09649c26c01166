import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/error';
import type { Monitor } from '../api/contract';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Select } from '../ui/Select';
import { TextArea } from '../ui/TextArea';
import { createMonitor, monitorKeys, updateMonitor, type MonitorInput } from './queries';

const kinds = [['ping', 'It answers without an error'], ['api_test', 'Its answer is checked']] as const;
const frequencies = [['60', 'Every minute'], ['300', 'Every 5 minutes'], ['900', 'Every 15 minutes'], ['3600', 'Every hour']] as const;

/** For a new monitor, or one that is changed. */
export function MonitorForm({ monitor, onDone }: { monitor?: Monitor; onDone: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(monitor?.name ?? '');
  const [url, setUrl] = useState(monitor?.url ?? 'https://');
  const [type, setType] = useState<MonitorInput['type']>(monitor?.type === 'api_test' ? 'api_test' : 'ping');
  const [frequency, setFrequency] = useState(String(monitor?.frequency_seconds ?? 60));
  const [assertions, setAssertions] = useState(monitor?.assertions.join('\n') ?? 'status_code == 200');
  const saving = useMutation({
    mutationFn: () => {
      const body: MonitorInput = { name: name.trim(), type, url: url.trim(), frequency_seconds: Number(frequency), assertions: type === 'ping' ? [] : assertions.split('\n').map((line) => line.trim()).filter((line) => line !== '') };
      return monitor === undefined ? createMonitor(body) : updateMonitor(monitor.monitor_id, body);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: monitorKeys.all });
      onDone();
    },
  });
  const fields = saving.error instanceof ApiError ? saving.error.problem.fields : {};
  const options = frequencies.some(([value]) => value === frequency) ? frequencies : [...frequencies, [frequency, `Every ${frequency} s`] as const];
  const isReady = name.trim() !== '' && url.trim().length > 8;
  return (
    <form className={form.form} onSubmit={(event) => {
      event.preventDefault();
      if (isReady && !saving.isPending) saving.mutate();
    }}>
      <Field label="Name" name="name" value={name} maxLength={255} error={fields.name} onChange={setName} />
      <Field label="Address" name="url" type="url" value={url} maxLength={2000} error={fields.url} onChange={setUrl} />
      <Select label="What counts as good" value={type} options={kinds} onChange={setType} />
      {type === 'api_test' && <TextArea label="Conditions, one a line" value={assertions} maxLength={5000} error={fields.assertions} onChange={setAssertions} placeholder={'status_code == 200\nresponse_time < 800'} />}
      <Select label="How often" value={frequency} options={options} onChange={setFrequency} />
      {Object.keys(fields).length === 0 && <Failure title="The monitor was not saved" error={saving.error} />}
      <div className={form.actions}><Button type="submit" variant="primary" busy={saving.isPending} disabled={!isReady}>Save the monitor</Button></div>
    </form>
  );
}
