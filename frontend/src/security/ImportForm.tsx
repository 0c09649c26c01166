import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Notice } from '../ui/Notice';
import { importScan, securityKeys } from './queries';

/** A file of a scanner, told apart by its content. */
export function ImportForm({ onDone }: { onDone: () => void }) {
  const client = useQueryClient();
  const id = useId();
  const [service, setService] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [isNoJson, setIsNoJson] = useState(false);
  const importing = useMutation({ mutationFn: (scan: unknown) => importScan(scan, service.trim()), onSuccess: () => client.invalidateQueries({ queryKey: securityKeys.all }) });
  const send = async (chosen: File) => {
    try {
      const scan: unknown = JSON.parse(await chosen.text());
      setIsNoJson(false);
      importing.mutate(scan);
    } catch {
      setIsNoJson(true);
    }
  };
  const answer = importing.data;
  if (answer !== undefined) {
    return (
      <div className={form.form}>
        <p role="status"><strong>{answer.ingested} findings of {answer.service_name} were taken.</strong></p>
        <p>{answer.new} new, {answer.reopened} came back, {answer.resolved} are gone and so resolved.</p>
        {answer.rejected_count > 0 && (
          <Notice tone="warn" title={`${answer.rejected_count} could not be taken`}>
            <ul>{answer.rejected.slice(0, 10).map(({ item, detail }) => <li key={`${item} ${detail}`}>{item}: {detail}</li>)}</ul>
          </Notice>
        )}
        <div className={form.actions}><Button variant="primary" onClick={onDone}>Done</Button></div>
      </div>
    );
  }
  return (
    <form className={form.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      if (file !== null && !importing.isPending) void send(file);
    }}>
      <Field label="Service (optional)" name="service_name" value={service} maxLength={255} hint="Needed where the file does not say what was scanned." onChange={setService} />
      <div>
        <label htmlFor={id}><strong>File</strong></label>
        <p className={form.hint}>JSON of Trivy, SARIF 2.1 or CycloneDX.</p>
        <input id={id} type="file" accept=".json,.sarif,application/json" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
      </div>
      {isNoJson && <Notice tone="bad" title="The file was not imported">It is no JSON. Let the scanner write JSON, for example trivy image --format json.</Notice>}
      <Failure title="The file was not imported" error={importing.error} />
      <div className={form.actions}><Button type="submit" variant="primary" busy={importing.isPending} disabled={file === null}>{importing.isPending ? 'Importing…' : 'Import'}</Button></div>
    </form>
  );
}
