using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.TimeSeries;

/// <summary>What became of reading a request.</summary>
/// <param name="IsGood">Whether its rows are to be stored.</param>
/// <param name="Answer">What the client is told, after they are stored or at once.</param>
public readonly record struct IngestReading(bool IsGood, IResult Answer)
{
    /// <summary>Store the rows, then answer.</summary>
    public static IngestReading Store(IResult answer) => new(true, answer);

    /// <summary>Store nothing.</summary>
    public static IngestReading Refuse(IResult answer) => new(false, answer);
}

/// <summary>Reads a JSON body into its batch.</summary>
/// <param name="body">One JSON object.</param>
/// <param name="batch">Takes the rows.</param>
/// <param name="cancel">The client is gone.</param>
/// <returns>Whether to store them, and the answer.</returns>
public delegate ValueTask<IngestReading> JsonReading(JsonElement body, IngestBatch batch, CancellationToken cancel);

/// <summary>The way of a request of <c>POST /.../ingest</c> through a service, the same for all of them.</summary>
public static class JsonIngest
{
    /// <summary>Bytes of a body, unpacked.</summary>
    public const int MaximumBody = 8 * 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Answers the request: who may send, how much, is it JSON, is it stored.</summary>
    /// <param name="http">The request.</param>
    /// <param name="lane">The lane of its rows.</param>
    /// <param name="scope">The scope that an API key must have.</param>
    /// <param name="read">Reads the body into the batch.</param>
    /// <returns>The answer.</returns>
    public static async Task<IResult> HandleAsync(HttpContext http, string lane, string scope, JsonReading read)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(read);
        var caller = http.GetCaller();
        if (IngestAnswers.FindRefusal(caller, scope) is { } forbidden)
        {
            return forbidden;
        }

        string? key = http.Request.Headers["Idempotency-Key"];
        if (key?.Length > RequestKey.MaximumLength)
        {
            return ApiErrors.BadRequest($"Idempotency-Key: must have at most {RequestKey.MaximumLength} characters", ErrorCodes.ValidationError);
        }

        using var body = await IngestBody.ReadAsync(http, caller.ProjectId!.Value, http.RequestServices.GetRequiredService<IngestAdmission>(), MaximumBody);
        if (body.Refusal != BodyRefusal.None)
        {
            return IngestAnswers.Refused(http, body.Refusal, MaximumBody);
        }

        var writer = http.RequestServices.GetRequiredService<IngestWriter>();
        using var batch = writer.NewBatch(lane, caller, body.Reservation!);
        batch.Key = string.IsNullOrEmpty(key) ? null : RequestKey.OfClient(key);
        try
        {
            if (!JsonText.IsValid(body.Content.Span))
            {
                return ApiErrors.BadRequest("A text in the body is not valid UTF-8.", ErrorCodes.ValidationError);
            }

            using var json = JsonDocument.Parse(body.Content, Options);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ApiErrors.BadRequest("Send the body as one JSON object.", ErrorCodes.ValidationError);
            }

            var reading = await read(json.RootElement, batch, http.RequestAborted);
            return reading.IsGood ? IngestAnswers.FindRefusal(http, await writer.WriteAsync(batch)) ?? reading.Answer : reading.Answer;
        }
        catch (JsonException)
        {
            return ApiErrors.BadRequest("The body is not valid JSON.", ErrorCodes.ValidationError);
        }
    }
}
