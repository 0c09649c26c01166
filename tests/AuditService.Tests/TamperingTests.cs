using System.Security.Cryptography;
using System.Text;
using SreCopilot.AuditService.Chain;
using Npgsql;

namespace SreCopilot.AuditService.Tests;

/// <summary>Somebody with all rights in the database changes what is written; each time the verification says where and why.</summary>
public sealed class TamperingTests(AuditServer server) : IClassFixture<AuditServer>
{
    [Theory]
    [InlineData("update audit_log set user_email = 'somebody@else.example' where tenant_id = '{0}' and sequence = 4", "4 content_changed")]
    [InlineData("update audit_log set success = not success where tenant_id = '{0}' and sequence = 1", "1 content_changed")]
    [InlineData("update audit_log set resource_id = null where tenant_id = '{0}' and sequence = 7", "7 content_changed")]
    [InlineData("update audit_log set occurred_at = occurred_at + interval '1 microsecond' where tenant_id = '{0}' and sequence = 4", "4 content_changed")]
    [InlineData("update audit_log set search_text = '' where tenant_id = '{0}' and sequence = 4", "4 content_changed")]
    [InlineData("update audit_log set hash = sha256('x') where tenant_id = '{0}' and sequence = 4", "4 content_changed")]
    [InlineData("update audit_log set previous_hash = sha256('x') where tenant_id = '{0}' and sequence = 4", "4 link_broken")]
    [InlineData("delete from audit_log where tenant_id = '{0}' and sequence = 4", "4 missing")]
    [InlineData("delete from audit_log where tenant_id = '{0}' and sequence = 1", "1 missing")]
    [InlineData("delete from audit_log where tenant_id = '{0}' and sequence >= 6", "6 truncated")]
    [InlineData("delete from audit_log where tenant_id = '{0}'", "1 truncated")]
    [InlineData("update audit_log set sequence = sequence + 100 where tenant_id = '{0}'; update audit_log set sequence = 109 - sequence where tenant_id = '{0}'", "1 link_broken")]
    [InlineData("delete from audit_log where tenant_id = '{0}' and sequence = 4; update audit_log set sequence = sequence - 1 where tenant_id = '{0}' and sequence > 4", "4 link_broken")]
    [InlineData("update audit_log set tenant_id = '11111111-1111-1111-1111-111111111111' where tenant_id = '{0}' and sequence = 8", "8 truncated")]
    [InlineData("delete from audit_heads where tenant_id = '{0}'", "1 head_missing")]
    [InlineData("update audit_heads set sequence = 6, hash = (select hash from audit_log where tenant_id = '{0}' and sequence = 6) where tenant_id = '{0}'; delete from audit_log where tenant_id = '{0}' and sequence > 6", "6 head_signature")]
    [InlineData("insert into audit_checkpoints select tenant_id, sequence, hash, now(), sha256('x') from audit_log where tenant_id = '{0}' and sequence = 3; delete from audit_log where tenant_id = '{0}' and sequence <= 3", "3 checkpoint_signature")]
    public async Task Tampering_is_found(string sql, string expected)
    {
        var tenant = server.NewTenant();
        await tenant.AddManyAsync(8);
        Assert.True((await tenant.VerifyAsync()).GetProperty("valid").GetBoolean());
        await SettleAsync(tenant, 9);
        // Its own entry about the verification is gone, so that the chain is what the test wrote.
        var other = server.NewTenant();
        await other.AddManyAsync(8);

        await server.TamperAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, other.Id));

        Assert.Equal(expected, await other.FindBadAsync());
        Assert.Null(await tenant.FindBadAsync());
    }

    [Fact]
    public async Task Whoever_computes_all_hashes_again_cannot_sign_the_end()
    {
        var tenant = server.NewTenant();
        await tenant.AddManyAsync(5);
        await server.TamperAsync($"update audit_log set user_email = 'innocent@acme.example' where tenant_id = '{tenant.Id}' and sequence = 2");

        await RewriteAsync(tenant.Id);
        Assert.Equal("5 head_mismatch", await tenant.FindBadAsync());
    }

    [Theory]
    [InlineData(false, "5 head_signature")]
    [InlineData(true, "6 damaged")]
    public async Task A_forged_end_is_found_even_after_more_was_written(bool writesMore, string expected)
    {
        var tenant = server.NewTenant();
        await tenant.AddManyAsync(5);
        await server.TamperAsync($"update audit_log set user_email = 'innocent@acme.example' where tenant_id = '{tenant.Id}' and sequence = 2");
        await RewriteAsync(tenant.Id);
        await server.TamperAsync($"""
            update audit_heads h set hash = a.hash, signature = sha256('guess') from audit_log a where h.tenant_id = a.tenant_id and a.tenant_id = '{tenant.Id}' and a.sequence = 5
            """);
        if (writesMore)
        {
            await tenant.AddManyAsync(3);
        }

        Assert.Equal(expected, await tenant.FindBadAsync());
    }

    [Fact]
    public async Task An_entry_after_the_end_is_found()
    {
        var tenant = server.NewTenant();
        await tenant.AddManyAsync(3);
        await server.TamperAsync($"""
            create temp table copied as select * from audit_log where tenant_id = '{tenant.Id}' and sequence = 3;
            update copied set sequence = 4, id = gen_random_uuid(); insert into audit_log select * from copied
            """);

        Assert.Equal("4 unexpected", await tenant.FindBadAsync());

        // What is written afterwards is not lost, and does not hide it.
        await tenant.AddManyAsync(2);
        Assert.Equal("4 content_changed", (await tenant.FindBadAsync())?.Replace("link_broken", "content_changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chain_whose_end_was_forgotten_goes_on_and_says_so_for_ever()
    {
        var tenant = server.NewTenant();
        await tenant.AddManyAsync(5);
        await server.TamperAsync($"delete from audit_log where tenant_id = '{tenant.Id}' and sequence > 3; delete from audit_heads where tenant_id = '{tenant.Id}'");

        var answer = await tenant.AddAsync(tenant.Entry("incident.late"));

        Assert.Empty(answer["rejected"].EnumerateArray());
        Assert.Single(await tenant.ListAsync("?action=incident.late"));
        Assert.Equal("4 damaged", await tenant.FindBadAsync());
    }

    [Fact]
    public async Task A_part_can_be_verified_and_a_long_chain_in_steps()
    {
        var tenant = server.NewTenant();
        for (var batch = 0; batch < 5; batch++)
        {
            await tenant.AddManyAsync(500);
        }

        await server.TamperAsync($"update audit_log set action = 'x.y' where tenant_id = '{tenant.Id}' and sequence = 2400");

        Assert.Null(await tenant.FindBadAsync("?from_sequence=100&to_sequence=2399"));
        Assert.Equal("2400 content_changed", await tenant.FindBadAsync("?from_sequence=2400&to_sequence=2400"));
        // The one behind it follows from the hash that is written there.
        Assert.Null(await tenant.FindBadAsync("?from_sequence=2401&to_sequence=2500"));

        var first = await tenant.VerifyAsync("?limit=1000");
        Assert.True(first.GetProperty("valid").GetBoolean() && !first.GetProperty("complete").GetBoolean());
        Assert.Equal(1000, first.GetProperty("entries_checked").GetInt64());
        var next = first.GetProperty("next_sequence").GetInt64();
        Assert.Equal(1001, next);
        Assert.InRange(first.GetProperty("progress").GetDouble(), 0.3, 0.5);
        Assert.Equal("2400 content_changed", await tenant.FindBadAsync($"?from_sequence={next}"));
    }

    [Fact]
    public async Task The_hash_is_what_its_description_says()
    {
        var tenant = server.NewTenant();
        var entry = tenant.Entry("incident.create", ("user_email", "ü@acme.example"), ("changes", new { after = new { title = "x" } }));
        await tenant.AddAsync(entry);
        var occurred = (server.Time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / 10;

        string?[] fields =
        [
            $"{tenant.Id}", "1", $"{entry["id"]}", $"{occurred}", $"{occurred}", "incident-service", $"{tenant.ProjectId}", "user", "ana", "ü@acme.example", "engineer",
            "incident.create", "incident", "i-1", """{"after":{"title":"x"}}""", "203.0.113.9", "tests", "r-1", "t-1", "true", null, null,
            "incident.create\u0001incident\u0001i-1\u0001ü@acme.example\u0001ana\u0001203.0.113.9\u0001\u0001{\"after\":{\"title\":\"x\"}}",
        ];
        var text = string.Concat(fields.Select(field => field is null ? "~" : $"{Encoding.UTF8.GetByteCount(field)}:{field}"));
        byte[] bytes = [.. SHA256.HashData(Encoding.UTF8.GetBytes($"srecopilot.audit.1:{tenant.Id}")), .. Encoding.UTF8.GetBytes(text)];

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), (await tenant.ListAsync("")).Single().GetProperty("hash").GetString());
    }

    [Theory]
    [InlineData("update audit_log set action = 'x.y'")]
    [InlineData("delete from audit_log where tenant_id = '{0}'")]
    [InlineData("delete from audit_log where tenant_id = '{0}' and sequence = 1")]
    [InlineData("truncate audit_log")]
    [InlineData("truncate audit_heads")]
    [InlineData("delete from audit_heads")]
    [InlineData("update audit_heads set sequence = sequence - 1 where tenant_id = '{0}'")]
    [InlineData("update audit_heads set hash = sha256('x') where tenant_id = '{0}'")]
    [InlineData("insert into audit_log select * from audit_log where tenant_id = '{0}' and sequence = 1")]
    public async Task The_database_refuses_even_the_owner(string sql)
    {
        var tenant = server.NewTenant();
        await tenant.AddManyAsync(2);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => server.AsOwnerAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, tenant.Id)));

        Assert.True(refusal.SqlState is PostgresErrorCodes.RestrictViolation or PostgresErrorCodes.UniqueViolation, refusal.Message);
        Assert.Null(await tenant.FindBadAsync());
    }

    private static async Task SettleAsync(TestTenant tenant, int entries) =>
        await Wait.UntilAsync(async () => (await tenant.ListAsync("?limit=1000")).Count >= entries);

    /// <summary>What a clever attacker does: a chain that is consistent in itself.</summary>
    private async Task RewriteAsync(Guid tenant)
    {
        await using var source = NpgsqlDataSource.Create(server.SuperuserConnectionString + ";Search Path=audit;Pooling=false");
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var links = new List<LinkedEntry>();
        await using (var read = new NpgsqlCommand($"""
            select tenant_id, sequence, id, occurred_at, recorded_at, source, project_id, actor_type, user_id, user_email, user_role, action, resource_type, resource_id, changes,
              ip_address, user_agent, request_id, trace_id, success, error_message, metadata, search_text, previous_hash, hash from audit_log where tenant_id = '{tenant}' order by sequence
            """, connection))
        {
            await using var reader = await read.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                links.Add(ChainEntry.Read(reader));
            }
        }

        var previous = ChainHash.Genesis(tenant);
        foreach (var (entry, _, _) in links)
        {
            var hash = ChainHash.Of(previous, entry);
            await server.TamperAsync($"""
                update audit_log set previous_hash = '\x{Convert.ToHexString(previous)}', hash = '\x{Convert.ToHexString(hash)}' where tenant_id = '{tenant}' and sequence = {entry.Sequence}
                """);
            previous = hash;
        }
    }
}
