namespace SreCopilot.ApiGateway;

/// <summary>Gives every request a number by which log, audit log and the client's own notes can be brought together.</summary>
internal static class RequestIds
{
    public const string Header = "X-Request-Id";

    /// <summary>Writes it over whatever a client or proxy sent, and into the answer.</summary>
    public static void UseRequestIds(this WebApplication app) => app.Use((context, next) =>
    {
        var id = Guid.CreateVersion7().ToString("N");
        context.Request.Headers[Header] = id;
        context.Response.Headers[Header] = id;
        return next(context);
    });
}
