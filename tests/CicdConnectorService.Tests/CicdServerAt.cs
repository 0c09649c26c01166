namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>Another time for as long as it lives.</summary>
internal sealed class CicdServerAt : IAsyncDisposable
{
    private readonly CicdServer _server;
    private readonly TimeSpan _moved;

    public CicdServerAt(CicdServer server, DateTimeOffset time)
    {
        _server = server;
        _moved = time - server.Time.GetUtcNow();
        server.Time.Advance(_moved);
    }

    public ValueTask DisposeAsync()
    {
        _server.Time.Advance(-_moved);
        return ValueTask.CompletedTask;
    }
}
