using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Infrastructure;

/// <summary>The body of <c>POST /infrastructure/ingest</c>.</summary>
/// <param name="Hostname">1 to 255 characters.</param>
/// <param name="CpuPercent">Default 0.</param>
/// <param name="MemoryPercent">Default 0.</param>
/// <param name="DiskUsage">Percent, or an object of percents by mount point.</param>
/// <param name="NetworkIo">An object, for example bytes_sent and bytes_recv since the start.</param>
/// <param name="LoadAvg">Up to three numbers.</param>
/// <param name="Processes">Objects with pid, name, cpu_percent, memory_percent.</param>
/// <param name="Containers">Objects with id, name, state.</param>
/// <param name="Timestamp">Default now.</param>
internal sealed record HostBodyDescription(
    string? Hostname, double? CpuPercent, double? MemoryPercent, JsonElement DiskUsage, JsonElement NetworkIo, JsonElement LoadAvg, JsonElement Processes,
    JsonElement Containers, DateTimeOffset? Timestamp);

/// <summary>What became of it.</summary>
/// <param name="Ingested">false: it is older than what is kept.</param>
/// <param name="Hostname">The host.</param>
internal sealed record HostIngested(bool Ingested, string Hostname);

/// <summary><c>POST /infrastructure/ingest</c></summary>
internal static class HostIngest
{
    private const int MostBytes = 512 * 1024;

    public static void MapHostIngest(this IEndpointRouteBuilder routes) => routes.MapPost("/infrastructure/ingest", IngestAsync)
        .Named("ingest_host")
        .WithSummary("Stores how a host is at a moment")
        .WithTags("Infrastructure")
        .Accepts<HostBodyDescription>("application/json", "*/*")
        .Produces<HostIngested>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests);

    private static Task<Results<Ok<HostIngested>, JsonHttpResult<ErrorBody>>> IngestAsync(HttpContext http, JsonIngest ingest) =>
        ingest.RunAsync(http, Tables.HostLane, Read);

    private static HostIngested Read(JsonElement body, JsonReading json, IngestBatch batch)
    {
        var hostname = json.RequiredName("hostname", body.Field("hostname", "host"), Names.ServiceLength);
        var (cpu, memory) = (json.Measure("cpu_percent", body.Field("cpu_percent")), json.Measure("memory_percent", body.Field("memory_percent")));
        var disk = body.Field("disk_usage");
        if (disk.ValueKind != JsonValueKind.Object)
        {
            json.Measure("disk_usage", disk);
        }

        var (network, load) = (body.Field("network_io"), body.Field("load_avg"));
        var (processes, containers) = (body.Field("processes"), body.Field("containers"));
        json.Raw("network_io", network, JsonValueKind.Object, MostBytes);
        json.Raw("load_avg", load, JsonValueKind.Array, 1000);
        json.Raw("processes", processes, JsonValueKind.Array, MostBytes);
        json.Raw("containers", containers, JsonValueKind.Array, MostBytes);
        var time = batch.Times.NotAhead(json.Time("timestamp", body.Field("timestamp")) ?? batch.Times.Now);
        if (json.HasMistakes || !batch.Times.Contains(time))
        {
            return new HostIngested(false, hostname);
        }

        using var text = new JsonText();
        var row = batch.AddRow(Tables.HostSamples, time).Text(hostname).Real(cpu).Real(memory).Real(PercentOf(disk));
        row.Jsonb(disk.ValueKind == JsonValueKind.Object ? text.Copy(disk) : Total(text, json.Measure("disk_usage", disk)));
        row.Jsonb(text.CopyObject(network)).Jsonb(text.CopyArray(load)).Jsonb(text.CopyArray(processes)).Jsonb(text.CopyArray(containers));
        Facts.Of(batch).Hosts.Add(new HostFact(hostname, time));
        return new HostIngested(true, hostname);
    }

    // 42.5 is {"total":42.5}.
    private static ReadOnlySpan<byte> Total(JsonText text, double percent)
    {
        text.Clear();
        text.Writer.WriteStartObject();
        text.Writer.WriteNumber("total", percent);
        text.Writer.WriteEndObject();
        return text.Written;
    }

    // {"/":63,"/data":91} is 91: the fullest disk is the one that matters. With a total, the total.
    private static double? PercentOf(JsonElement disk) => disk.ValueKind switch
    {
        JsonValueKind.Object when disk.Field("total") is { ValueKind: JsonValueKind.Number } total && total.TryGetDouble(out var percent) && double.IsFinite(percent) => percent,
        JsonValueKind.Object => disk.EnumerateObject()
            .Where(mount => mount.Value.ValueKind == JsonValueKind.Number && mount.Value.TryGetDouble(out var percent) && percent is >= 0 and <= 100)
            .Select(mount => (double?)mount.Value.GetDouble()).Max(),
        _ => new JsonReading().NumberOrNull("", disk),
    };
}
