using SreCopilot.Database;
using SreCopilot.SecurityService.Vulnerabilities;

namespace SreCopilot.SecurityService.Scans;

/// <summary>Writes one part of a scan. Whoever calls it holds the lock of the service and commits.</summary>
internal sealed class ScanWriter(DatabaseSession session, CallerScope scope, string serviceName, ScanPart part, DateTimeOffset now)
{
    private readonly Guid _scanId = Guid.NewGuid();

    public async Task<Scan> WriteAsync(string format, string by, bool complete, DateTimeOffset keepFrom, CancellationToken cancel)
    {
        var scopeId = await FindScopeAsync(cancel);
        var transitions = new Transitions(session, scope, now);
        foreach (var findings in ScanStore.InBatches(part.Findings.Values))
        {
            await TakeAsync(findings, transitions, scopeId, cancel);
        }

        if (complete)
        {
            await ResolveGoneAsync(scopeId, transitions, cancel);
        }

        await transitions.SaveAsync(Status.ByScan, cancel);
        if (part.Components is { } components)
        {
            await Dependencies.ComponentStore.ReplaceAsync(session, scope, scopeId, components, cancel);
        }

        var scan = new Scan
        {
            ScanId = _scanId, ServiceName = serviceName, Source = part.Source, Target = part.Target, Format = format, Complete = complete,
            Found = part.Findings.Count, New = transitions.New, Reopened = transitions.Reopened, Resolved = transitions.Resolved,
            Rejected = part.Rejected.Count, ReceivedBy = by, ReceivedAt = now,
        };
        await session.ExecuteAsync($"delete from scans where scope_id = {scopeId} and received_at < {keepFrom}", cancel);
        await session.ExecuteAsync($"""
            insert into scans (id, tenant_id, project_id, scope_id, format, complete, found, new, reopened, resolved, rejected, received_by, received_at)
            values ({_scanId}, {scope.TenantId}, {scope.ProjectId}, {scopeId}, {format}, {complete}, {scan.Found}, {scan.New}, {scan.Reopened}, {scan.Resolved},
              {scan.Rejected}, {by}, {now})
            """, cancel);
        return scan;
    }

    private Task<Guid> FindScopeAsync(CancellationToken cancel) => session.SingleOrDefaultAsync($"""
        insert into scan_scopes (tenant_id, project_id, service_name, source, target)
        values ({scope.TenantId}, {scope.ProjectId}, {serviceName}, {part.Source}, {part.Target})
        on conflict (project_id, service_name, source, target) do update set target = excluded.target
        returning id
        """, row => row.GetGuid(0), cancel);

    private async Task TakeAsync(Finding[] findings, Transitions transitions, Guid scopeId, CancellationToken cancel)
    {
        var known = (await session.ListAsync($"""
            select fingerprint, id, status, status_by from vulnerabilities
            where project_id = {scope.ProjectId} and service_name = {serviceName} and fingerprint = any({Each(findings, finding => finding.Fingerprint)})
            order by fingerprint for update
            """, row => (Fingerprint: row.GetString(0), Known: new KnownFinding(row.GetGuid(1), row.GetString(2), row.GetString(3))), cancel))
            .ToDictionary(row => row.Fingerprint, row => row.Known);
        var ids = Each(findings, finding => known.GetValueOrDefault(finding.Fingerprint)?.Id ?? Guid.NewGuid());
        await session.ExecuteAsync($"""
            insert into vulnerabilities (id, tenant_id, project_id, service_name, fingerprint, cve_id, title, description, severity, package_name, installed_version,
              fixed_version, location, reference_url, source, status, status_by, status_at, first_detected, last_seen)
            select f.id, {scope.TenantId}, {scope.ProjectId}, {serviceName}, f.fingerprint, f.cve_id, f.title, f.description, f.severity, f.package_name, f.installed_version,
              f.fixed_version, f.location, f.reference_url, {part.Source}, {Status.Open}, {Status.ByScan}, {now}, {now}, {now}
            from unnest({ids}, {Each(findings, f => f.Fingerprint)}, {Each(findings, f => f.Id)}, {Each(findings, f => f.Title)}, {Each(findings, f => f.Description)},
              {Each(findings, f => f.Severity)}, {Each(findings, f => f.Package)}, {Each(findings, f => f.InstalledVersion)}, {Each(findings, f => f.FixedVersion)},
              {Each(findings, f => f.Location)}, {Each(findings, f => f.ReferenceUrl)})
              as f (id, fingerprint, cve_id, title, description, severity, package_name, installed_version, fixed_version, location, reference_url)
            on conflict (project_id, service_name, fingerprint) do update set
              cve_id = excluded.cve_id, title = excluded.title, description = excluded.description, severity = excluded.severity, package_name = excluded.package_name,
              installed_version = excluded.installed_version, fixed_version = excluded.fixed_version, location = excluded.location,
              reference_url = excluded.reference_url, source = excluded.source, last_seen = greatest(vulnerabilities.last_seen, excluded.last_seen)
            """, cancel);
        await session.ExecuteAsync($"""
            insert into sightings (vulnerability_id, scope_id, project_id, tenant_id, scan_id, present)
            select id, {scopeId}, {scope.ProjectId}, {scope.TenantId}, {_scanId}, true from unnest({ids}) as id
            on conflict (vulnerability_id, scope_id) do update set scan_id = excluded.scan_id, present = true
            """, cancel);
        foreach (var (index, finding) in findings.Index())
        {
            transitions.Seen(ids[index], known.GetValueOrDefault(finding.Fingerprint), finding);
        }
    }

    private async Task ResolveGoneAsync(Guid scopeId, Transitions transitions, CancellationToken cancel)
    {
        var gone = await session.ListAsync(
            $"update sightings set present = false where scope_id = {scopeId} and present and scan_id <> {_scanId} returning vulnerability_id", row => row.GetGuid(0), cancel);
        var resolved = await session.ListAsync($"""
            select v.id, v.status, v.status_by from vulnerabilities v
            where v.id = any({gone.ToArray()}) and v.status in ({Status.Open}, {Status.InProgress})
              and not exists (select from sightings s where s.vulnerability_id = v.id and s.present)
            order by v.fingerprint for update
            """, row => new KnownFinding(row.GetGuid(0), row.GetString(1), row.GetString(2)), cancel);
        resolved.ForEach(finding => transitions.Gone(finding, part));
    }

    private static T[] Each<T>(Finding[] findings, Func<Finding, T> value) => Array.ConvertAll(findings, finding => value(finding));
}
