using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Telemetry;

/// <summary>
/// What all ingest endpoints with JSON bodies do: ask for room before a byte is read, read (gzip, too), let the endpoint make rows,
/// answer when they are durable. With an <c>Idempotency-Key</c>, a request that is sent again is answered again and not stored again.
/// </summary>
internal sealed class JsonIngest(IngestWriter writer, IngestAdmission admission)
{
    // With what reading it takes, it must fit into half of the room (TimeSeries__QueueMegabytes): a project alone gets no more.
    private const int MostMegabytes = 5;

    // Parsed JSON and its texts, beside the body.
    private const int MemoryPerByte = 2;

    /// <param name="http">The request.</param>
    /// <param name="lane">The lane of its rows.</param>
    /// <param name="read">Puts rows into the batch; says what is wrong to the reading, and otherwise what the answer is.</param>
    /// <typeparam name="T">The answer.</typeparam>
    /// <returns>The answer, or the refusal.</returns>
    public Task<Results<Ok<T>, JsonHttpResult<ErrorBody>>> RunAsync<T>(HttpContext http, string lane, Func<JsonElement, JsonReading, IngestBatch, T> read) =>
        RunAsync(http, lane, (body, json, batch) => ValueTask.FromResult(read(body, json, batch)));

    /// <inheritdoc cref="RunAsync{T}(HttpContext, string, Func{JsonElement, JsonReading, IngestBatch, T})"/>
    public async Task<Results<Ok<T>, JsonHttpResult<ErrorBody>>> RunAsync<T>(HttpContext http, string lane, Func<JsonElement, JsonReading, IngestBatch, ValueTask<T>> read)
    {
        var caller = http.GetCaller();
        using var body = await IngestBody.ReadAsync(http, caller.ProjectId!.Value, admission, MostMegabytes * 1024 * 1024);
        if (body.Refusal != BodyRefusal.None)
        {
            return Refuse(http, body.Refusal);
        }

        using var batch = writer.NewBatch(lane, caller, body.Reservation!);
        if (!body.Reservation!.TryGrow((long)body.Content.Length * MemoryPerByte))
        {
            return Refuse(http, BodyRefusal.Busy);
        }

        using var document = Parse(body.Content);
        if (document?.RootElement.ValueKind != JsonValueKind.Object)
        {
            return ApiErrors.BadRequest("Send the body as one JSON object.", ErrorCodes.ValidationError);
        }

        var json = new JsonReading();
        var answer = await read(document.RootElement, json, batch);
        if (json.HasMistakes)
        {
            return json.Refuse();
        }

        batch.Key = http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= RequestKey.MaximumLength } key ? RequestKey.OfClient(key) : null;
        return await writer.WriteAsync(batch) switch
        {
            IngestOutcome.Stored or IngestOutcome.Repeated => TypedResults.Ok(answer),
            IngestOutcome.Unavailable => Unavailable(http),
            _ => ApiErrors.BadRequest("The content cannot be stored. Nothing of this request was stored, and sending it again will not help.", ErrorCodes.ValidationError),
        };
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonHttpResult<ErrorBody> Unavailable(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "5";
        return ApiErrors.Create(
            StatusCodes.Status503ServiceUnavailable, "The database is unavailable at the moment. Send the request again in a few seconds.", error: "service_unavailable");
    }

    private static JsonHttpResult<ErrorBody> Refuse(HttpContext http, BodyRefusal refusal)
    {
        if (refusal == BodyRefusal.Busy)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        return refusal switch
        {
            BodyRefusal.Busy => ApiErrors.Create(
                StatusCodes.Status429TooManyRequests, "The project sends more at once than can be stored. Nothing of this request was stored; send it again in a moment."),
            BodyRefusal.TooLarge => ApiErrors.Create(StatusCodes.Status413PayloadTooLarge, $"The body has more than {MostMegabytes} MiB, unpacked. Send it in smaller parts."),
            BodyRefusal.UnknownEncoding => ApiErrors.Create(StatusCodes.Status415UnsupportedMediaType, "The Content-Encoding must be gzip or none."),
            _ => ApiErrors.BadRequest("The body is not valid gzip.", ErrorCodes.ValidationError),
        };
    }
}
