using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Ingest;

/// <summary>A line that a client sent, checked, on its way into the database.</summary>
/// <param name="Time">When it was written; null when the sender did not say.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Service">Who wrote it.</param>
/// <param name="Message">What it says.</param>
/// <param name="Attributes">A JSON object that PostgreSQL takes.</param>
/// <param name="TraceId">The trace.</param>
/// <param name="SpanId">The span.</param>
internal sealed record NewLine(DateTimeOffset? Time, Level Level, string Service, string Message, ReadOnlyMemory<byte> Attributes, string? TraceId, string? SpanId);

/// <summary>How long the parts of a line may be.</summary>
internal static class LineLimits
{
    public const int Service = 255;
    public const int Level = 100;
    public const int Trace = 128;

    /// <summary>Characters of a message; longer ones are cut.</summary>
    public const int Message = 64 * 1024;

    /// <summary>Bytes of all attributes of a line, as JSON.</summary>
    public const int Attributes = 64 * 1024;

    /// <summary>The message, cut where it is too long, but not between the halves of a character.</summary>
    public static string CutMessage(string message)
    {
        if (message.Length <= Message)
        {
            return message;
        }

        return message[..(char.IsHighSurrogate(message[Message - 1]) ? Message - 1 : Message)];
    }
}
