using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Errors;

/// <summary>An error happened.</summary>
/// <param name="Service">Where.</param>
/// <param name="ErrorClass">For example ValueError.</param>
/// <param name="Message">What it said.</param>
/// <param name="StackTrace">May be empty.</param>
/// <param name="Time">When.</param>
/// <param name="TraceId">During which trace; null when nobody said.</param>
/// <param name="SpanId">The same.</param>
internal sealed record ErrorEvent(string Service, string ErrorClass, string Message, string StackTrace, DateTimeOffset Time, string? TraceId, string? SpanId)
{
    public const int ClassLength = 500;
    public const int MessageLength = 10_000;
    public const int StackLength = 100_000;

    /// <summary>Stores it with its group.</summary>
    /// <param name="batch">The request.</param>
    /// <param name="attributes">A JSON object that jsonb takes.</param>
    /// <param name="source">What kind of client reported it.</param>
    /// <returns>The group's fingerprint.</returns>
    public string AddTo(IngestBatch batch, ReadOnlySpan<byte> attributes, string source = "sdk")
    {
        var fingerprint = ErrorFingerprint.Of(Service, ErrorClass, Message);
        batch.AddRow(Tables.ErrorOccurrences, Time).Text(fingerprint).Text(Message).Text(StackTrace).Jsonb(attributes).Text(TraceId).Text(SpanId);
        var facts = Facts.Of(batch);
        facts.Errors.Add(new ErrorFact(fingerprint, Service, ErrorClass, Message, Time));
        facts.Saw(Service, source, "backend", Time);
        return fingerprint;
    }
}

/// <summary>One more of a group.</summary>
internal sealed record ErrorFact(string Fingerprint, string Service, string ErrorClass, string Message, DateTimeOffset Time);
