using SreCopilot.PostgresFixture;

namespace SreCopilot.Audit.Tests;

/// <summary>What happens thousands of times is two entries per hour: the first time at once, and how often.</summary>
public sealed class TallyTests(PostgresServer postgres)
{
    [Fact]
    public async Task The_first_use_is_an_entry_at_once_and_the_number_follows_when_the_hour_is_over()
    {
        var clock = new Clock();
        await using var audit = await FakeAuditService.StartAsync();
        var database = (await postgres.CreateDatabaseAsync()).ConnectionString;
        await using var one = await Shop.StartAsync(database, audit.Address, clock);
        await using var two = await Shop.StartAsync(database, audit.Address, clock);

        for (var use = 0; use < 30; use++)
        {
            await (use % 2 == 0 ? one : two).SendAsync(HttpMethod.Post, "/use", Shop.Ana);
        }

        // Both replicas saw a first use; it is one entry.
        await Wait.UntilAsync(async () => await one.CountAsync($"select count from audit_tallies") == 30 && await one.CountAsync($"select count(*) from audit_outbox") == 0);
        Assert.Equal(["key.use"], audit.Actions);

        clock.Advance(TimeSpan.FromMinutes(62));
        await audit.WaitForAsync(2);
        Assert.Equal(30, audit.Entries[1].GetProperty("metadata").GetProperty("count").GetInt32());

        await one.SendAsync(HttpMethod.Post, "/use", Shop.Ana);
        await audit.WaitForAsync(3);
        Assert.Equal(3, audit.Entries.Select(entry => entry.GetProperty("id").GetGuid()).Distinct().Count());
    }

    private sealed class Clock : TimeProvider
    {
        private long _ticks = new DateTimeOffset(2026, 3, 1, 10, 0, 30, TimeSpan.Zero).Ticks;

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

        public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
    }
}
