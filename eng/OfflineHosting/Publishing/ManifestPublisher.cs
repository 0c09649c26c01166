using System.Text.Encodings.Web;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the manifest of the application.</summary>
internal sealed class ManifestPublisher(
    DistributedApplicationExecutionContext executionContext, DistributedApplicationModel model, IConfiguration configuration)
{
    public const string Name = "manifest";

    private const string DefaultFileName = "aspire-manifest.json";

    /// <summary>Writes the manifest; a manifest that cannot be completed leaves an earlier one as it was.</summary>
    /// <returns>The path of the manifest.</returns>
    public async Task<string> PublishAsync(CancellationToken cancellationToken)
    {
        if (!string.Equals(executionContext.PublisherName, Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new DistributedApplicationException($"Offline hosting has no publisher '{executionContext.PublisherName}'. Use --publisher {Name}.");
        }

        var path = OutputPath();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            await new ManifestPublishingContext(executionContext, path, writer, cancellationToken).WriteModelAsync(model);
        }

        await File.WriteAllBytesAsync(path, buffer.ToArray(), cancellationToken);
        return path;
    }

    private string OutputPath()
    {
        var path = configuration["Publishing:OutputPath"]
            ?? throw new DistributedApplicationException($"Say where to write the manifest: --publisher {Name} --output-path FILE.json.");
        path = Path.GetFullPath(path);
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? path : Path.Combine(path, DefaultFileName);
    }
}
