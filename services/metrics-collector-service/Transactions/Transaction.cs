using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Transactions;

/// <summary>A service answered a request, or worked off a message.</summary>
/// <param name="Id">Of the span, or what the SDK calls it.</param>
/// <param name="Service">The service.</param>
/// <param name="Endpoint">A path as it was asked for, a route, or another name.</param>
/// <param name="Method">An HTTP method; empty where there is none.</param>
/// <param name="StatusCode">As of HTTP.</param>
/// <param name="Time">When.</param>
/// <param name="DurationMs">How long.</param>
/// <param name="DatabaseMs">Of that, waiting for databases.</param>
/// <param name="ExternalMs">Of that, waiting for other services.</param>
/// <param name="Error">What went wrong; null when nothing did, empty when nobody said what.</param>
/// <param name="TraceId">Null when there is no trace.</param>
internal sealed record Transaction(
    string Id, string Service, string Endpoint, string Method, int StatusCode, DateTimeOffset Time, double DurationMs, double DatabaseMs, double ExternalMs, string? Error, string? TraceId)
{
    /// <summary>From here on users are no longer satisfied (Apdex). Also the middle of the histogram, so it is exact there.</summary>
    public const double SatisfiedMs = 500;

    /// <summary>From here on users give up.</summary>
    public const double FrustratedMs = 1500;

    public const int EndpointLength = 500;

    public bool IsError => Error is not null || StatusCode >= 400;

    /// <summary>The service's own fault: a client that asks for what is not there is none.</summary>
    public bool IsFailure => IsError && StatusCode is < 400 or >= 500;

    /// <summary>Stores it, counts it, and says that the service is there.</summary>
    public void AddTo(IngestBatch batch, string source = "sdk")
    {
        batch.AddRow(Tables.Transactions, Time)
            .Text(Id).Text(Service).Text(Names.Cut(Endpoint, EndpointLength)).Text(Method).Whole(StatusCode).Real(DurationMs).Real(DatabaseMs).Real(ExternalMs)
            .Boolean(Error is not null).Text(Error is null or "" ? null : Names.Cut(Error, 1000)).Text(TraceId);
        var facts = Facts.Of(batch);
        facts.Transactions.Add(this);
        facts.Saw(Service, source, "backend", Time, hasTransaction: true);
    }
}
