using Npgsql;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Search;

namespace SreCopilot.AuditService.Chain;

/// <summary>
/// Adds entries to the end of their tenants' chains. The head's row is locked, so one writer at a time gives places, on however many
/// replicas; an entry that is there already is left as it is. Seven statements for one entry or for hundreds.
/// </summary>
internal sealed partial class ChainWriter(ServiceDatabase database, ChainSigner signer, TimeProvider time, ILogger<ChainWriter> logger)
{
    public async Task<AuditReceipt> WriteAsync(string source, IReadOnlyList<AuditRecord> records, CancellationToken cancel)
    {
        var (good, rejected) = Sort(records);
        try
        {
            await AppendAsync(source, good, cancel);
        }
        catch (PostgresException exception) when (!DatabaseFaults.IsUnavailable(exception))
        {
            // One chain that somebody has damaged must not hold up all others.
            LogFailed(exception);
            foreach (var chain in good.GroupBy(TenantOf))
            {
                rejected.AddRange(await AppendAloneAsync(source, [.. chain], cancel));
            }
        }

        return new AuditReceipt(rejected);
    }

    private async Task<IEnumerable<RejectedEntry>> AppendAloneAsync(string source, List<AuditRecord> records, CancellationToken cancel)
    {
        try
        {
            await AppendAsync(source, records, cancel);
            return [];
        }
        catch (PostgresException exception) when (!DatabaseFaults.IsUnavailable(exception))
        {
            return records.Select(record => new RejectedEntry(record.Id, $"the organisation's chain cannot take it ({exception.SqlState})"));
        }
    }

    private async Task AppendAsync(string source, List<AuditRecord> records, CancellationToken cancel)
    {
        if (records.Count > 0)
        {
            // As system: a batch holds entries of many tenants.
            await using var session = await database.OpenAsSystemAsync(cancel);
            await AppendAsync(session, source, records, cancel);
            await session.CommitAsync(cancel);
        }
    }

    private static (List<AuditRecord> Good, List<RejectedEntry> Rejected) Sort(IReadOnlyList<AuditRecord> records)
    {
        var (good, rejected) = (new List<AuditRecord>(), new List<RejectedEntry>());
        foreach (var record in records)
        {
            if (EntryRules.FindMistakes(record).FirstOrDefault() is { } mistake)
            {
                rejected.Add(new RejectedEntry(record.Id, mistake));
            }
            else
            {
                good.Add(record);
            }
        }

        return (good, rejected);
    }

    private async Task AppendAsync(DatabaseSession session, string source, List<AuditRecord> records, CancellationToken cancel)
    {
        var now = ChainEntry.Microseconds(time.GetUtcNow());
        var heads = await ChainEnds.LockAsync(session, records.Select(TenantOf).Distinct(), signer, now, cancel);
        var known = await FindKnownAsync(session, records, cancel);
        var links = new List<LinkedEntry>();
        foreach (var record in (await FindDamageAsync(session, heads, now, cancel)).Concat(records))
        {
            var head = heads[TenantOf(record)];
            if (!known.Add((head.TenantId, record.Id)))
            {
                continue;
            }

            var recordedAt = now > head.At ? now : head.At;
            var entry = ChainEntry.From(record, head.TenantId, head.Sequence + 1, source, recordedAt);
            var hash = ChainHash.Of(head.Hash, entry);
            links.Add(new LinkedEntry(entry, head.Hash, hash));
            heads[head.TenantId] = head with { Sequence = entry.Sequence, Hash = hash, At = recordedAt };
        }

        if (links.Count > 0)
        {
            await InsertAsync(session, links, cancel);
            var moved = links.Select(link => link.Entry.TenantId).Distinct().Select(tenant => heads[tenant]);
            await ChainEnds.MoveHeadsAsync(
                session, [.. moved.Select(head => head with { Signature = signer.Sign(ChainEnd.Head, head.TenantId, head.Sequence, head.Hash) })], cancel);
        }
    }

    private static Guid TenantOf(AuditRecord record) => record.TenantId ?? Guid.Empty;

    /// <summary>
    /// A chain that is longer than its head says has lost the record of its end, or got entries from somebody else; a head that we did not
    /// sign is somebody else's. The chain goes on, so that nothing is lost, with an entry that says so for ever.
    /// </summary>
    private async Task<List<AuditRecord>> FindDamageAsync(DatabaseSession session, Dictionary<Guid, ChainEnd> heads, DateTimeOffset now, CancellationToken cancel)
    {
        var last = await session.ListAsync($"""
            select tenant.id, last.sequence, last.hash from unnest({heads.Keys.ToArray()}) as tenant (id)
            cross join lateral (
              (select a.sequence, a.hash from audit_log a where a.tenant_id = tenant.id order by a.sequence desc limit 1)
              union all (select c.sequence, c.hash from audit_checkpoints c where c.tenant_id = tenant.id)
              order by sequence desc limit 1) as last
            """, row => (Tenant: row.GetGuid(0), Sequence: row.GetInt64(1), Hash: row.GetFieldValue<byte[]>(2)), cancel);
        var damage = new List<AuditRecord>();
        foreach (var head in heads.Values.ToList())
        {
            var end = last.Find(end => end.Tenant == head.TenantId);
            // Signing what follows would otherwise make a forged end a true one.
            var isSigned = signer.IsSigned(ChainEnd.Head, head.TenantId, head.Sequence, head.Hash, head.Signature);
            if (isSigned && end.Sequence <= head.Sequence)
            {
                continue;
            }

            LogDamaged(head.TenantId, head.Sequence, end.Sequence);
            damage.Add(DamageRecord.Create(head.TenantId, head.Sequence, end.Sequence, now));
            heads[head.TenantId] = end.Sequence > head.Sequence ? head with { Sequence = end.Sequence, Hash = end.Hash } : head;
        }

        return damage;
    }

    // After the lock, so that nobody adds one of them in between.
    private static async Task<HashSet<(Guid, Guid)>> FindKnownAsync(DatabaseSession session, List<AuditRecord> records, CancellationToken cancel) =>
        [.. await session.ListAsync($"""
            select a.tenant_id, a.id from unnest({records.Select(TenantOf).ToArray()}, {records.Select(record => record.Id).ToArray()}) as sent (tenant_id, id)
            join audit_log a on a.tenant_id = sent.tenant_id and a.id = sent.id
            """, row => (row.GetGuid(0), row.GetGuid(1)), cancel)];

    private static async Task InsertAsync(DatabaseSession session, List<LinkedEntry> links, CancellationToken cancel)
    {
        await session.ExecuteAsync($"""
            insert into audit_log (tenant_id, sequence, id, occurred_at, recorded_at, source, project_id, actor_type, user_id, user_email, user_role, action,
              resource_type, resource_id, changes, ip_address, user_agent, request_id, trace_id, success, error_message, metadata, search_text, previous_hash, hash)
            select * from unnest({Each(e => e.TenantId)}, {Each(e => e.Sequence)}, {Each(e => e.Id)}, {Each(e => e.OccurredAt)}, {Each(e => e.RecordedAt)},
              {Each(e => e.Source)}, {Each(e => e.ProjectId)}, {Each(e => e.ActorType)}, {Each(e => e.UserId)}, {Each(e => e.UserEmail)}, {Each(e => e.UserRole)},
              {Each(e => e.Action)}, {Each(e => e.ResourceType)}, {Each(e => e.ResourceId)}, {Each(e => e.Changes)}, {Each(e => e.IpAddress)},
              {Each(e => e.UserAgent)}, {Each(e => e.RequestId)}, {Each(e => e.TraceId)}, {Each(e => e.Success)}, {Each(e => e.ErrorMessage)},
              {Each(e => e.Metadata)}, {Each(e => e.SearchText)}, {links.Select(link => link.PreviousHash).ToArray()}, {links.Select(link => link.Hash).ToArray()})
            """, cancel);
        // As text, because unnest would take a list of lists apart completely.
        await session.ExecuteAsync($"""
            insert into audit_search (entry_id, grams)
            select entry_id, grams::integer[] from unnest({Each(e => e.Id)}, {Each(GramsOf)}) as indexed (entry_id, grams) on conflict do nothing
            """, cancel);

        T[] Each<T>(Func<ChainEntry, T> field) => [.. links.Select(link => field(link.Entry))];

        static string GramsOf(ChainEntry entry) => $"{{{string.Join(',', Trigrams.Of(entry.TenantId, entry.SearchText))}}}";
    }

    [LoggerMessage(LogLevel.Error, "Entries could not be added; trying chain by chain")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Critical, "The audit chain of tenant {Tenant} was tampered with: its end is recorded at {Head}, and it ends at {Last}")]
    private partial void LogDamaged(Guid tenant, long head, long last);
}
