using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Publishing;

internal sealed class PublishingService : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}

internal static class ManifestPublisher
{
    public const string Name = "manifest";
}
