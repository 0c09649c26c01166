using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.TimeSeries;

namespace SreCopilot.Otlp;

/// <summary>What a service did not take of a request, without refusing it.</summary>
public sealed class OtlpRejections
{
    private readonly HashSet<string> _reasons = [];

    /// <summary>How many items.</summary>
    public long Count { get; private set; }

    /// <summary>The different reasons; the first few.</summary>
    public string Reason => string.Join("; ", _reasons);

    /// <summary>Leaves an item out.</summary>
    /// <param name="reason">Why, for the sender; the same words for the same cause.</param>
    public void Add(string reason)
    {
        Count++;
        if (_reasons.Count < 5)
        {
            _reasons.Add(reason);
        }
    }
}

/// <summary>Reads the items of a request into its batch.</summary>
/// <param name="content">The request.</param>
/// <param name="batch">Takes the rows.</param>
/// <param name="rejections">Takes what is not stored.</param>
/// <param name="cancel">The client is gone.</param>
/// <returns>A task.</returns>
public delegate ValueTask OtlpReading(OtlpContent content, IngestBatch batch, OtlpRejections rejections, CancellationToken cancel);

/// <summary>The way of a request of OTLP/HTTP through a service, the same for all signals.</summary>
public static class OtlpEndpoint
{
    /// <summary>Answers the request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="lane">The lane of the signal.</param>
    /// <param name="scope">The scope that an API key must have.</param>
    /// <param name="rejectedField">JSON's name of the number of rejected items.</param>
    /// <param name="read">Reads its items into the batch.</param>
    /// <returns>A task that ends when it is answered.</returns>
    public static async Task HandleAsync(HttpContext http, string lane, string scope, string rejectedField, OtlpReading read)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(read);
        if (OtlpAnswer.FindEncoding(http.Request) is not { } encoding)
        {
            await OtlpAnswer.WriteErrorAsync(http, OtlpEncoding.Json, StatusCodes.Status415UnsupportedMediaType, "Send the body as application/x-protobuf or application/json.");
            return;
        }

        var caller = http.GetCaller();
        if (caller.ProjectId is not { } project || caller.Kind is not (CallerKind.ApiKey or CallerKind.Service) || (caller.Kind == CallerKind.ApiKey && !caller.Scopes.Contains(scope)))
        {
            await OtlpAnswer.WriteErrorAsync(http, encoding, StatusCodes.Status403Forbidden, $"This needs an API key with the scope {scope}.");
            return;
        }

        var limit = encoding == OtlpEncoding.Json ? OtlpLimits.JsonBody : OtlpLimits.ProtobufBody;
        using var body = await IngestBody.ReadAsync(http, project, http.RequestServices.GetRequiredService<IngestAdmission>(), limit);
        if (body.Refusal != BodyRefusal.None)
        {
            await RefuseAsync(http, encoding, body.Refusal, limit);
            return;
        }

        try
        {
            var writer = http.RequestServices.GetRequiredService<IngestWriter>();
            using var batch = writer.NewBatch(lane, caller, body.Reservation!);
            // Its sender repeats the same bytes, and every item has the sender's time: the same bytes are the same data.
            batch.Key = RequestKey.OfBody(body.Content.Span);
            var rejections = new OtlpRejections();
            using (var content = new OtlpContent(body.Content, encoding))
            {
                await read(content, batch, rejections, http.RequestAborted);
            }

            await AnswerAsync(http, encoding, rejectedField, await writer.WriteAsync(batch), rejections);
        }
        catch (OtlpFormatException exception)
        {
            body.Reservation!.Dispose();
            await OtlpAnswer.WriteErrorAsync(http, encoding, StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (Exception exception) when (DatabaseFaults.IsUnavailable(exception))
        {
            await UnavailableAsync(http, encoding);
        }
    }

    private static Task AnswerAsync(HttpContext http, OtlpEncoding encoding, string rejectedField, IngestOutcome outcome, OtlpRejections rejections) => outcome switch
    {
        IngestOutcome.Stored or IngestOutcome.Repeated => OtlpAnswer.WriteSuccessAsync(http, encoding, rejectedField, rejections.Count, rejections.Reason),
        IngestOutcome.Unavailable => UnavailableAsync(http, encoding),
        _ => OtlpAnswer.WriteErrorAsync(http, encoding, StatusCodes.Status400BadRequest, "The request has content that cannot be stored."),
    };

    private static Task UnavailableAsync(HttpContext http, OtlpEncoding encoding) =>
        OtlpAnswer.WriteErrorAsync(http, encoding, StatusCodes.Status503ServiceUnavailable, "The database is unavailable at the moment. Send the same request again.", retryAfterSeconds: 5);

    private static Task RefuseAsync(HttpContext http, OtlpEncoding encoding, BodyRefusal refusal, int limit) => refusal switch
    {
        BodyRefusal.Busy => OtlpAnswer.WriteErrorAsync(http, encoding, StatusCodes.Status429TooManyRequests, "This project sends faster than can be stored. Send the same request again.", retryAfterSeconds: 1),
        BodyRefusal.TooLarge => OtlpAnswer.WriteErrorAsync(http, encoding, StatusCodes.Status413PayloadTooLarge, $"The body has more than {limit} bytes, unpacked. Send smaller batches."),
        BodyRefusal.UnknownEncoding => OtlpAnswer.WriteErrorAsync(http, encoding, StatusCodes.Status415UnsupportedMediaType, "The Content-Encoding must be gzip or none."),
        _ => OtlpAnswer.WriteErrorAsync(http, encoding, StatusCodes.Status400BadRequest, "The body is not valid gzip."),
    };
}
