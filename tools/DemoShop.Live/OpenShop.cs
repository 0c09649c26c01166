namespace SreCopilot.DemoShop.Live;

/// <summary>Opens the shop, with its history and a fault that already hurts, and keeps it open until the platform stops.</summary>
internal sealed partial class OpenShop(
    DemoProject project, ShopTeam team, DemoSettings settings, ShopState state, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<OpenShop> logger) : BackgroundService
{
    private const int FirstVisitors = 40;
    private const int VisitorsPerTick = 2;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    // What has not ended yet has not been sent yet.
    private static readonly TimeSpan LongestVisit = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The platform stops.
        }
        catch (DemoException e)
        {
            LogFailed(e.Message);
            state.HasFailed = true;
            lifetime.StopApplication();
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        await project.EnterAsync(stopping);
        var now = time.GetUtcNow();
        var begin = now - DemoSettings.History;
        var shop = new LiveShop(Schedule.From(now - DemoSettings.HurtsAlready, TimeSpan.FromMinutes(settings.EveryMinutes), DemoSettings.Lasting), begin);
        // After a restart the shop goes on where it was.
        var sent = await project.FindLastVisitAsync(stopping) is { } last && last > begin ? last.AddSeconds(1) : begin;
        sent = await SendAsync(shop, sent, stopping);
        // Not before: an incident is to find all its evidence.
        await team.SetUpAsync(stopping);
        await BrowseAsync(shop, FirstVisitors, stopping);
        state.IsOpen = true;
        LogOpen(settings.Email);
        while (true)
        {
            await Task.Delay(Tick, time, stopping);
            sent = await SendAsync(shop, sent, stopping);
            await BrowseAsync(shop, VisitorsPerTick, stopping);
        }
    }

    // What browsers report counts from when it arrives: of them there is no history.
    private async Task BrowseAsync(LiveShop shop, int visitors, CancellationToken stopping)
    {
        for (var visitor = 0; visitor < visitors; visitor++)
        {
            await project.SendAsync(shop.Browse(time.GetUtcNow()), stopping);
        }
    }

    private async Task<DateTimeOffset> SendAsync(LiveShop shop, DateTimeOffset from, CancellationToken stopping)
    {
        var to = time.GetUtcNow() - LongestVisit;
        if (to <= from)
        {
            return from;
        }

        foreach (var request in shop.Send(from, to))
        {
            await project.SendAsync(request, stopping);
        }

        return to;
    }

    [LoggerMessage(LogLevel.Information, "The demo shop is open; its account is {Email}")]
    private partial void LogOpen(string email);

    [LoggerMessage(LogLevel.Critical, "The demo shop cannot be opened. {Reason}")]
    private partial void LogFailed(string reason);
}
