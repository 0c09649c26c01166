using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AlertingService.Notifications;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AlertingService.Channels;

/// <summary><c>POST /channels/{channel_id}/test</c></summary>
internal static class ChannelTest
{
    // The platform is no tool to ring somebody's bell with.
    private const int PauseSeconds = 5;

    public static void MapChannelTest(this IEndpointRouteBuilder routes) => routes.MapPost("/channels/{channel_id}/test", TestAsync)
        .Named("test_channel")
        .Audited("alert_channel.test", "alert_channel")
        .WithSummary($"Sends a test at once, enabled or not; at most every {PauseSeconds} seconds. 422 says why it did not arrive")
        .WithTags("Channels")
        .Produces<ChannelTested>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status422UnprocessableEntity, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<ChannelTested>, JsonHttpResult<ErrorBody>>> TestAsync(
        [FromRoute(Name = "channel_id")] Guid channelId, HttpContext http, ServiceDatabase database, Delivery delivery, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        var (channel, refusal) = await TakeTurnAsync(database, http, channelId, now, cancel);
        if (channel is null)
        {
            return refusal!;
        }

        var outcome = await delivery.SendAsync(channel, Message.Test(channel, now), isTest: true, cancel);
        if (outcome.IsDelivered)
        {
            return TypedResults.Ok(new ChannelTested("success", $"A test was sent to the channel {channel.Name}."));
        }

        http.DescribeAudit(new AuditEntry
        {
            Action = outcome.IsRefused ? "alert_channel.address_refused" : null,
            Error = outcome.IsRefused ? "the address is inside a network that is not allowed" : outcome.Problem,
        });
        return ApiErrors.Create(StatusCodes.Status422UnprocessableEntity, outcome.Problem!);
    }

    private static async Task<(Channel? Channel, JsonHttpResult<ErrorBody>? Refusal)> TakeTurnAsync(
        ServiceDatabase database, HttpContext http, Guid channelId, DateTimeOffset now, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (await Channel.LockAsync(session, http.GetCaller().ProjectId!.Value, channelId, cancel) is not { } channel)
        {
            return (null, Answers.NotFound("channel"));
        }

        if (channel.LastTestAt > now.AddSeconds(-PauseSeconds))
        {
            http.Response.Headers.RetryAfter = $"{PauseSeconds}";
            return (null, ApiErrors.Create(StatusCodes.Status429TooManyRequests, $"The channel was tested a moment ago. Wait {PauseSeconds} seconds."));
        }

        await session.ExecuteAsync($"update channels set last_test_at = {now} where id = {channelId}", cancel);
        await session.CommitAsync(cancel);
        return (channel, null);
    }
}
