namespace SreCopilot.AiService.Peers;

/// <summary>Numbers that metrics-collector-service is asked for, all at once (<c>POST /internal/conditions/evaluate</c>).</summary>
internal sealed record CountsQuestion(IReadOnlyList<CountQuestion> Questions);

/// <summary>How many errors there were up to a moment, per group.</summary>
internal sealed record CountQuestion(string Signal, string Metric, string Aggregation, DateTimeOffset At, int WindowSeconds, IReadOnlyList<string> GroupBy)
{
    private static readonly string[] ByFingerprint = ["fingerprint"];

    public static CountQuestion Of(DateTimeOffset from, DateTimeOffset to) => new("error", "error_count", "count", to, (int)(to - from).TotalSeconds, ByFingerprint);
}

/// <summary>The answers, in the order of the questions.</summary>
internal sealed record CountsBody(IReadOnlyList<CountBody> Answers);

/// <summary>The answer to one question.</summary>
internal sealed record CountBody(IReadOnlyList<CountLineBody>? Series);

/// <summary>How many there were of a group.</summary>
internal sealed record CountLineBody(IReadOnlyDictionary<string, string> Labels, double Value);
