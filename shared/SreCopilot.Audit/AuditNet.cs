using Microsoft.AspNetCore.Http;
using SreCopilot.Identity;

namespace SreCopilot.Audit;

/// <summary>
/// Sees every request: a state-changing call becomes an entry even when its handler wrote none, and so does a refusal. The entry of
/// a call that succeeded is stored before the answer goes out. Refusals of somebody unknown are counted, so that nobody
/// can fill the log from outside.
/// </summary>
internal sealed class AuditNet
{
    private readonly RequestDelegate _next;
    private readonly AuditRecorder _recorder;
    private readonly AuditQueue _queue;
    private readonly AuditTallies _tallies;
    private readonly Func<object, Task> _close;

    public AuditNet(RequestDelegate next, AuditRecorder recorder, AuditQueue queue, AuditTallies tallies)
    {
        (_next, _recorder, _queue, _tallies) = (next, recorder, queue, tallies);
        // One for all requests, of which there may be thousands in a second.
        _close = CloseAsync;
    }

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.Value is "/health" or "/alive" or "/metrics")
        {
            await _next(http);
            return;
        }

        if (Changes(http))
        {
            http.Response.OnStarting(_close, http);
        }

        await _next(http);
        // Reads that were refused, and answers that never began because the client is gone.
        await CloseAsync(http);
    }

    private static bool Changes(HttpContext http) =>
        !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && !HttpMethods.IsOptions(http.Request.Method) && !HttpMethods.IsTrace(http.Request.Method);

    private async Task CloseAsync(object state)
    {
        var http = (HttpContext)state;
        var status = http.Response.StatusCode;
        if (AuditRecorder.FindRoute(http).Endpoint is not { } endpoint)
        {
            return;
        }

        var refused = status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden;
        var audited = Changes(http) || endpoint.Metadata.GetMetadata<AuditedEndpoint>() is { Always: true };
        if (!refused && (!audited || endpoint.Metadata.GetMetadata<NotAudited>() is not null))
        {
            return;
        }

        var call = AuditCall.Of(http);
        if (call.IsDone || call.IsClosed)
        {
            return;
        }

        call.IsClosed = true;
        if (call.Description is null && IsCounted(status, http.Features.Get<Caller>()))
        {
            Count(http, endpoint, status);
            return;
        }

        var record = _recorder.Create(http, call.Description ?? new AuditEntry(), call.Id, status);
        if (status < StatusCodes.Status400BadRequest)
        {
            await _queue.WriteAsync(record);
        }
        else
        {
            _queue.Add(record);
        }
    }

    private static bool IsCounted(int status, Caller? caller) => status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests => true,
        >= StatusCodes.Status400BadRequest => caller is not { Kind: CallerKind.User or CallerKind.Service },
        _ => false,
    };

    private void Count(HttpContext http, Microsoft.AspNetCore.Routing.RouteEndpoint endpoint, int status)
    {
        var caller = http.Features.Get<Caller>();
        var action = status == StatusCodes.Status429TooManyRequests ? "request.throttled" : "request.refused";
        var key = new TallyKey(
            action, caller?.UserId ?? caller?.ApiKeyId ?? Guid.Empty, AuditRecorder.AddressOf(http, caller), $"{http.Request.Method} {endpoint.RoutePattern.RawText} {status}");
        // No resource: the ids that somebody tries out are counted together.
        _tallies.Count(http, key, status, _ => new AuditEntry { Action = action, ResourceType = "route", ResourceId = endpoint.RoutePattern.RawText, Error = $"HTTP {status}" });
    }
}
