using SreCopilot.PostgresFixture;

namespace SreCopilot.TimeSeries.Tests;

public sealed class OutageTests
{
    [Fact]
    public async Task Without_PostgreSQL_requests_are_told_so_memory_stays_free_and_it_goes_on_by_itself()
    {
        await using var postgres = new PostgresServer();
        await using var replica = await Replica.StartAsync(await postgres.CreateDatabaseAsync());
        var project = Guid.NewGuid();
        Assert.Equal(IngestOutcome.Stored, await replica.StoreAsync(project, [1]));

        await postgres.StopAsync();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 100).Select(n => replica.StoreAsync(project, [n + 1000]))), outcome => Assert.Equal(IngestOutcome.Unavailable, outcome));
        Assert.Equal(0, replica.Admission.Held);

        await postgres.StartAsync();
        await Wait.UntilAsync(async () => await replica.StoreAsync(project, [2]) == IngestOutcome.Stored);
        Assert.Equal([1, 2], await replica.ReadAsync(project));
    }

    [Fact]
    public async Task When_it_goes_during_a_load_every_row_that_was_acknowledged_is_there_and_with_a_key_none_twice()
    {
        await using var postgres = new PostgresServer();
        await using var replica = await Replica.StartAsync(await postgres.CreateDatabaseAsync());
        var project = Guid.NewGuid();
        var numbers = Enumerable.Range(0, 400).ToList();
        var begun = 0;
        using var clients = new SemaphoreSlim(8);

        // Each request is sent until it is acknowledged, as a client does that gets no answer.
        var load = Task.WhenAll(numbers.Select(async number =>
        {
            await clients.WaitAsync(TestContext.Current.CancellationToken);
            Interlocked.Increment(ref begun);
            await Wait.UntilAsync(async () => await replica.StoreAsync(project, [number], RequestKey.OfClient($"{number}")) is IngestOutcome.Stored or IngestOutcome.Repeated);
            clients.Release();
        }));
        await Wait.UntilAsync(() => Volatile.Read(ref begun) > 100);
        await postgres.StopAsync();
        await postgres.StartAsync();
        await load;

        Assert.Equal(numbers.Select(number => (long)number), await replica.ReadAsync(project));
    }
}
