using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AlertingService.Channels;

/// <summary><c>/channels</c></summary>
internal static class ChannelEndpoints
{
    public static void AddChannels(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChannelConfig>();
        builder.Services.AddSingleton<ChannelChange>();
    }

    public static void MapChannels(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/channels", CreateAsync)
            .Named("create_channel")
            .Audited("alert_channel.create", "alert_channel")
            .WithSummary("Creates a channel over which people or programs are told")
            .WithTags("Channels")
            .Produces<ChannelResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status409Conflict);
        routes.MapGet("/channels", ListAsync)
            .Named("list_channels")
            .WithSummary("The channels of the project, the newest first; secrets are ***")
            .WithTags("Channels")
            .Produces<IReadOnlyList<ChannelResponse>>()
            .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/channels/{channel_id}", GetAsync)
            .Named("get_channel")
            .WithSummary("A channel; secrets are ***")
            .WithTags("Channels")
            .Produces<ChannelResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapPut("/channels/{channel_id}", UpdateAsync)
            .Named("update_channel")
            .Audited("alert_channel.update", "alert_channel")
            .WithSummary("Changes a channel; what is absent or null stays as it is. config is replaced as a whole, but *** stands for the stored secret")
            .WithTags("Channels")
            .Produces<ChannelResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapDelete("/channels/{channel_id}", DeleteAsync)
            .Named("delete_channel")
            .Audited("alert_channel.delete", "alert_channel")
            .WithSummary("Deletes a channel and what waits for it")
            .WithTags("Channels")
            .Produces<ChannelDeleted>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapChannelTest();
    }

    private static async Task<Results<Ok<ChannelResponse>, JsonHttpResult<ErrorBody>>> CreateAsync(
        ChannelRequest request, HttpContext http, ServiceDatabase database, ChannelChange change, ChannelConfig configs, IOptions<LimitOptions> limits, TimeProvider time,
        CancellationToken cancel)
    {
        if (request.Name is null)
        {
            return Answers.Refuse(["name: is required"]);
        }

        var changed = change.Apply(ChannelChange.Empty(http.GetCaller(), time.GetStoredNow()), request, http, time.GetStoredNow());
        if (changed.Channel is not { } channel)
        {
            return Answers.Refuse(changed.Mistakes);
        }

        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (await Limits.CountAsync(session, channel.ProjectId, $"channels", cancel) is var count && count >= limits.Value.MaxOthers)
        {
            return Answers.Full("channels", count);
        }

        await channel.InsertAsync(session, cancel);
        await session.CommitAsync(cancel);
        http.DescribeAudit(new AuditEntry { ResourceId = channel.Id.ToString(), After = new AuditFields { { "name", channel.Name }, { "type", channel.Type } } });
        return TypedResults.Ok(ChannelResponse.Of(channel, configs, changed.RevealSecret));
    }

    private static async Task<Ok<IReadOnlyList<ChannelResponse>>> ListAsync(HttpContext http, ServiceDatabase database, ChannelConfig configs, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        return TypedResults.Ok<IReadOnlyList<ChannelResponse>>(await session.ListAsync(
            $"select {Channel.Columns} from channels c where c.project_id = {http.GetCaller().ProjectId} order by c.created_at desc, c.id desc",
            row => ChannelResponse.Of(Channel.Read(row), configs), cancel));
    }

    private static async Task<Results<Ok<ChannelResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "channel_id")] Guid channelId, HttpContext http, ServiceDatabase database, ChannelConfig configs, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        return await Channel.FindAsync(session, http.GetCaller().ProjectId!.Value, channelId, cancel) is { } channel
            ? TypedResults.Ok(ChannelResponse.Of(channel, configs))
            : Answers.NotFound("channel");
    }

    private static async Task<Results<Ok<ChannelResponse>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "channel_id")] Guid channelId, ChannelRequest request, HttpContext http, ServiceDatabase database, ChannelChange change, ChannelConfig configs,
        TimeProvider time, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (await Channel.LockAsync(session, http.GetCaller().ProjectId!.Value, channelId, cancel) is not { } before)
        {
            return Answers.NotFound("channel");
        }

        var changed = change.Apply(before, request, http, time.GetStoredNow());
        if (changed.Channel is not { } channel)
        {
            return Answers.Refuse(changed.Mistakes);
        }

        await channel.SaveAsync(session, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(ChannelResponse.Of(channel with { ConsecutiveFailures = 0, LastError = null }, configs, changed.RevealSecret));
    }

    private static async Task<Results<Ok<ChannelDeleted>, JsonHttpResult<ErrorBody>>> DeleteAsync(
        [FromRoute(Name = "channel_id")] Guid channelId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        var deleted = await session.ExecuteAsync($"delete from channels where id = {channelId} and project_id = {http.GetCaller().ProjectId}", cancel);
        await session.CommitAsync(cancel);
        return deleted == 0 ? Answers.NotFound("channel") : TypedResults.Ok(new ChannelDeleted("deleted", channelId));
    }
}
