using System.Net;
using SreCopilot.PostgresFixture;

namespace SreCopilot.Audit.Tests;

/// <summary>audit-service, PostgreSQL and replicas vanish at any moment; every entry arrives, and once.</summary>
public sealed class OutageTests(PostgresServer postgres)
{
    [Fact]
    public async Task Away_for_a_while_entries_wait_and_arrive_in_order()
    {
        await using var audit = await FakeAuditService.StartAsync();
        audit.Answer = (http, _) => FakeAuditService.RefuseAsync(http, 503);
        await using var shop = await Shop.StartAsync((await postgres.CreateDatabaseAsync()).ConnectionString, audit.Address);
        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(HttpStatusCode.OK, await shop.SendAsync(HttpMethod.Put, $"/things/t-{number}/paint", Shop.Ana));
        }

        await Wait.UntilAsync(() => audit.Batches > 2);
        Assert.Empty(audit.Entries);
        Assert.True(await shop.IsReadyAsync(), "An outage of audit-service must not take the service away.");
        audit.Answer = audit.AcceptAsync;

        await audit.WaitForAsync(20);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"t-{number}"), audit.Entries.Select(entry => entry.GetProperty("resource_id").GetString()));
    }

    [Fact]
    public async Task What_was_stored_but_not_confirmed_is_sent_again_under_the_same_id()
    {
        await using var audit = await FakeAuditService.StartAsync();
        audit.Answer = audit.AcceptAndVanishAsync;
        await using var shop = await Shop.StartAsync((await postgres.CreateDatabaseAsync()).ConnectionString, audit.Address);
        await shop.SendAsync(HttpMethod.Put, "/things/t-1/paint", Shop.Ana);

        await Wait.UntilAsync(() => audit.Repeated > 0);
        audit.Answer = audit.AcceptAsync;

        await Wait.UntilAsync(async () => await shop.CountAsync($"select count(*) from audit_outbox") == 0);
        Assert.Single(audit.Entries);
    }

    [Fact]
    public async Task A_replica_that_dies_while_it_sends_is_replaced()
    {
        await using var audit = await FakeAuditService.StartAsync();
        var (holding, hangs) = (new TaskCompletionSource(), new TaskCompletionSource());
        audit.Answer = async (http, batch) =>
        {
            hangs.TrySetResult();
            await holding.Task;
            await audit.AcceptAndVanishAsync(http, batch);
        };
        var database = (await postgres.CreateDatabaseAsync()).ConnectionString;
        var first = await Shop.StartAsync(database, audit.Address);
        await first.SendAsync(HttpMethod.Put, "/things/t-1/paint", Shop.Ana);
        await hangs.Task;
        await using var second = await Shop.StartAsync(database, audit.Address);
        await second.SendAsync(HttpMethod.Put, "/things/t-2/paint", Shop.Ana);
        audit.Answer = audit.AcceptAsync;

        await first.DisposeAsync();
        holding.SetResult();

        await Wait.UntilAsync(async () => await second.CountAsync($"select count(*) from audit_outbox") == 0);
        Assert.Equal(["t-1", "t-2"], audit.Entries.Select(entry => entry.GetProperty("resource_id").GetString()).Order());
    }

    [Fact]
    public async Task Two_replicas_at_once_lose_and_double_nothing()
    {
        await using var audit = await FakeAuditService.StartAsync();
        var database = (await postgres.CreateDatabaseAsync()).ConnectionString;
        await using var one = await Shop.StartAsync(database, audit.Address, settings: ("Audit:BatchSize", "7"));
        await using var two = await Shop.StartAsync(database, audit.Address, settings: ("Audit:BatchSize", "7"));
        var number = 0;
        audit.Answer = (http, batch) => Interlocked.Increment(ref number) % 3 == 0 ? audit.AcceptAndVanishAsync(http, batch) : audit.AcceptAsync(http, batch);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(thing => (thing % 2 == 0 ? one : two).SendAsync(HttpMethod.Put, $"/things/t-{thing}/paint", Shop.Ana)));

        await Wait.UntilAsync(async () => await one.CountAsync($"select count(*) from audit_outbox") == 0);
        Assert.Equal(100, audit.Entries.Select(entry => entry.GetProperty("resource_id").GetString()).Distinct().Count());
        Assert.Equal(100, audit.Entries.Count);
    }

    [Fact]
    public async Task An_entry_that_is_not_taken_stays_and_holds_nobody_up()
    {
        await using var audit = await FakeAuditService.StartAsync();
        audit.Answer = (http, batch) => audit.RejectAsync(http, batch, "bad");
        await using var shop = await Shop.StartAsync((await postgres.CreateDatabaseAsync()).ConnectionString, audit.Address);
        await shop.SendAsync(HttpMethod.Put, "/things/bad/paint", Shop.Ana);
        await shop.SendAsync(HttpMethod.Put, "/things/good/paint", Shop.Ana);

        await audit.WaitForAsync(1);
        await Wait.UntilAsync(async () => await shop.CountAsync($"select count(*) from audit_outbox where rejected is null") == 0);
        Assert.Equal(1, await shop.CountAsync($"select count(*) from audit_outbox where rejected = 'too bad'"));
        Assert.Equal("good", Assert.Single(audit.Entries).GetProperty("resource_id").GetString());
    }

    [Fact]
    public async Task A_batch_that_cannot_be_read_is_taken_apart()
    {
        await using var audit = await FakeAuditService.StartAsync();
        audit.Answer = (http, _) => FakeAuditService.RefuseAsync(http, 503);
        await using var shop = await Shop.StartAsync((await postgres.CreateDatabaseAsync()).ConnectionString, audit.Address);
        foreach (var thing in new[] { "one", "bad", "two" })
        {
            await shop.SendAsync(HttpMethod.Put, $"/things/{thing}/paint", Shop.Ana);
        }

        audit.Answer = (http, batch) => batch.ToString().Contains("\"bad\"", StringComparison.Ordinal) ? FakeAuditService.RefuseAsync(http, 400) : audit.AcceptAsync(http, batch);

        await audit.WaitForAsync(2);
        Assert.Equal(["one", "two"], audit.Entries.Select(entry => entry.GetProperty("resource_id").GetString()));
        Assert.Equal(1, await shop.CountAsync($"select count(*) from audit_outbox where rejected is not null"));
    }

    [Fact]
    public async Task Refusals_during_an_outage_of_PostgreSQL_are_not_forgotten()
    {
        await using var server = new PostgresServer();
        await using var audit = await FakeAuditService.StartAsync();
        await using var shop = await Shop.StartAsync((await server.CreateDatabaseAsync()).ConnectionString, audit.Address);
        await server.StopAsync();

        Assert.Equal(HttpStatusCode.NotFound, await shop.SendAsync(HttpMethod.Delete, "/things/t-1", Shop.Ana));
        Assert.Equal(HttpStatusCode.OK, await shop.SendAsync(HttpMethod.Post, "/things/t-2/forgotten", Shop.Ana));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await shop.SendAsync(HttpMethod.Put, "/things/t-3/paint", Shop.Ana));
        await server.StartAsync();

        await audit.WaitForAsync(3);
        Assert.Equal(["t-1 False", "t-2 True", "t-3 False"], audit.Entries.Select(entry => $"{entry.GetProperty("resource_id").GetString()} {entry.GetProperty("success")}").Order());
    }
}
