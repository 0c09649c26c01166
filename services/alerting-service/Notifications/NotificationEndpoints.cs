using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>Something that was, or is to be, said to a channel.</summary>
/// <param name="NotificationId">What receivers get as delivery id.</param>
/// <param name="ChannelId">To which channel.</param>
/// <param name="ChannelName">Its name.</param>
/// <param name="ChannelType">Its type.</param>
/// <param name="PolicyName">By which policy.</param>
/// <param name="Status">waiting, sent or dead.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastError">Why the last attempt failed; null: it did not.</param>
/// <param name="CreatedAt">When it came up.</param>
/// <param name="NextAttemptAt">When it is tried again; null: it is not.</param>
/// <param name="FinishedAt">When it was delivered or given up; null: not yet.</param>
/// <param name="AlertIds">About which alerts.</param>
internal sealed record NotificationResponse(
    Guid NotificationId, Guid ChannelId, string ChannelName, string ChannelType, string PolicyName, string Status, int Attempts, string? LastError, DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt, DateTimeOffset? FinishedAt, IReadOnlyList<Guid> AlertIds)
{
    public static Task<List<NotificationResponse>> ListAsync(DatabaseSession session, Sql which, CancellationToken cancel) => session.ListAsync(
        $"""
        select n.id, n.channel_id, c.name, c.type, n.policy_name, n.status, n.attempts, n.last_error, n.created_at, case when n.status = 'waiting' then n.due_at end, n.finished_at,
          array(select distinct i.alert_id from notification_items i where i.notification_id = n.id)
        from notifications n join channels c on c.id = n.channel_id {which}
        """,
        row => new NotificationResponse(
            row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetInt32(6), row.GetStringOrNull(7),
            row.GetFieldValue<DateTimeOffset>(8), row.GetValueOrNull<DateTimeOffset>(9), row.GetValueOrNull<DateTimeOffset>(10), row.GetFieldValue<Guid[]>(11)),
        cancel);
}

/// <summary><c>GET /notifications</c> and <c>POST /notifications/{notification_id}/replay</c></summary>
internal static class NotificationEndpoints
{
    private static readonly string[] Statuses = ["waiting", "sent", "dead"];

    public static void AddNotifications(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<NotificationOptions>, NotificationOptionsValidator>();
        builder.Services.AddSingleton<HttpDelivery>();
        builder.Services.AddSingleton<EmailDelivery>();
        builder.Services.AddSingleton<Delivery>();
        builder.Services.AddSingleton<ChannelLeases>();
        builder.Services.AddSingleton<Dispatcher>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Dispatcher>());
        builder.Services.AddSingleton<NotificationQueue>();
        builder.Services.AddHostedService<Cleanup>();
    }

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notifications", ListAsync)
            .Named("list_notifications")
            .WithSummary($"What was said to channels, the newest first: status (waiting, sent, dead), page (from 1), limit (1 to {Answers.ListLimit}, default 100). The header {Answers.TotalHeader} says how many there are on all pages")
            .WithTags("Notifications")
            .Produces<IReadOnlyList<NotificationResponse>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapPost("/notifications/{notification_id}/replay", ReplayAsync)
            .Named("replay_notification")
            .Audited("alert_notification.replay", "alert_notification")
            .WithSummary("Tries a dead notification again, from the first attempt")
            .WithTags("Notifications")
            .Produces<NotificationResponse>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<IReadOnlyList<NotificationResponse>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromQuery(Name = "status")] string? status, [FromQuery(Name = "page")] string? page, [FromQuery(Name = "limit")] string? limit, HttpContext http,
        ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var state = reader.Word("status", status, Statuses);
        var (number, most) = (reader.Number("page", page, 1, 1, 1_000_000), reader.Number("limit", limit, 100, 1, Answers.ListLimit));
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        Sql Where() => $"where n.project_id = {http.GetCaller().ProjectId} and ({state}::text is null or n.status = {state})";
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        http.Response.SetTotal(await session.SingleOrDefaultAsync($"select count(*)::int from notifications n {Where()}", row => row.GetInt32(0), cancel));
        return TypedResults.Ok<IReadOnlyList<NotificationResponse>>(
            await NotificationResponse.ListAsync(session, $"{Where()} order by n.seq desc limit {most} offset {(number - 1L) * most}", cancel));
    }

    private static async Task<Results<Ok<NotificationResponse>, JsonHttpResult<ErrorBody>>> ReplayAsync(
        [FromRoute(Name = "notification_id")] Guid notificationId, HttpContext http, ServiceDatabase database, Dispatcher dispatcher, TimeProvider time, CancellationToken cancel)
    {
        var (project, now) = (http.GetCaller().ProjectId, time.GetStoredNow());
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        var revived = await session.ExecuteAsync($"""
            update notifications set status = 'waiting', attempts = 0, due_at = {now}, finished_at = null where id = {notificationId} and project_id = {project} and status = 'dead'
            """, cancel);
        var notification = (await NotificationResponse.ListAsync(session, $"where n.id = {notificationId} and n.project_id = {project}", cancel)).SingleOrDefault();
        if (notification is null)
        {
            return Answers.NotFound("notification");
        }

        if (revived == 0)
        {
            return ApiErrors.Conflict("The notification is not dead.");
        }

        await session.ExecuteAsync($"update channels set not_before = {now} where id = {notification.ChannelId}", cancel);
        session.AfterCommit(dispatcher.Wake);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(notification);
    }
}
