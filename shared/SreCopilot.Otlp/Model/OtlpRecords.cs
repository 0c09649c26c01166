namespace SreCopilot.Otlp;

/// <summary>Who sent: a process, host or browser.</summary>
/// <param name="Attributes">What is known about it.</param>
public sealed record OtlpResource(OtlpAttributes Attributes)
{
    /// <summary>One of which nothing is known.</summary>
    public static readonly OtlpResource Unknown = new(OtlpAttributes.None);

    /// <summary><c>service.name</c>, or <c>unknown_service</c> as the specification has it.</summary>
    public string ServiceName { get; } = Attributes.Find("service.name") ?? "unknown_service";
}

/// <summary>The library that made the telemetry.</summary>
/// <param name="Name">Its name; may be empty.</param>
/// <param name="Version">Its version; may be empty.</param>
public sealed record OtlpScope(string Name, string Version)
{
    /// <summary>One of which nothing is known.</summary>
    public static readonly OtlpScope Unknown = new("", "");
}

/// <summary>A span. Ids are lower-case hexadecimal, empty when absent or malformed.</summary>
public sealed record OtlpSpan(OtlpResource Resource, OtlpScope Scope)
{
    /// <summary>32 digits.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>16 digits.</summary>
    public string SpanId { get; set; } = "";

    /// <summary>16 digits; empty for a root.</summary>
    public string ParentSpanId { get; set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer.</summary>
    public int Kind { get; set; }

    /// <summary>Nanoseconds since 1970.</summary>
    public ulong StartNanoseconds { get; set; }

    /// <summary>Nanoseconds since 1970.</summary>
    public ulong EndNanoseconds { get; set; }

    /// <summary>Its attributes.</summary>
    public OtlpAttributes Attributes { get; set; } = OtlpAttributes.None;

    /// <summary>What happened in it; exceptions are events, too.</summary>
    public IReadOnlyList<OtlpSpanEvent> Events { get; set; } = [];

    /// <summary>Spans that it is related to.</summary>
    public IReadOnlyList<OtlpSpanLink> Links { get; set; } = [];

    /// <summary>0 unset, 1 ok, 2 error.</summary>
    public int StatusCode { get; set; }

    /// <summary>Why it failed.</summary>
    public string StatusMessage { get; set; } = "";
}

/// <summary>Something that happened in a span.</summary>
/// <param name="Name">For example <c>exception</c>.</param>
/// <param name="TimeNanoseconds">Nanoseconds since 1970.</param>
/// <param name="Attributes">Its attributes.</param>
public sealed record OtlpSpanEvent(string Name, ulong TimeNanoseconds, OtlpAttributes Attributes);

/// <summary>A span that another one is related to.</summary>
/// <param name="TraceId">Lower-case hexadecimal.</param>
/// <param name="SpanId">Lower-case hexadecimal.</param>
/// <param name="Attributes">Its attributes.</param>
public sealed record OtlpSpanLink(string TraceId, string SpanId, OtlpAttributes Attributes);

/// <summary>A log record. Ids are lower-case hexadecimal, empty when absent or malformed.</summary>
public sealed record OtlpLog(OtlpResource Resource, OtlpScope Scope)
{
    /// <summary>When it happened, in nanoseconds since 1970; 0 when unknown.</summary>
    public ulong TimeNanoseconds { get; set; }

    /// <summary>When it was collected, in nanoseconds since 1970; 0 when unknown.</summary>
    public ulong ObservedNanoseconds { get; set; }

    /// <summary>1-4 trace, 5-8 debug, 9-12 info, 13-16 warn, 17-20 error, 21-24 fatal; 0 unknown.</summary>
    public int SeverityNumber { get; set; }

    /// <summary>The level in the sender's words.</summary>
    public string SeverityText { get; set; } = "";

    /// <summary>The message, or anything else.</summary>
    public OtlpValue Body { get; set; }

    /// <summary>Its attributes.</summary>
    public OtlpAttributes Attributes { get; set; } = OtlpAttributes.None;

    /// <summary>32 digits.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>16 digits.</summary>
    public string SpanId { get; set; } = "";

    /// <summary>The name of an event.</summary>
    public string EventName { get; set; } = "";
}
