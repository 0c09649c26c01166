using Microsoft.AspNetCore.Mvc;
using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.CicdConnectorService.Deployments;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.CicdConnectorService.Sync;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary><c>POST /webhooks/{connection_id}/github</c> and the others: verified as each sender signs, every delivery once.</summary>
internal static class WebhookReceiver
{
    private static readonly WebhookSender[] Senders = [new GitHubSender(), new GitLabSender(), new AzureDevOpsSender(), new JenkinsSender(), new BitbucketSender()];

    public static void MapWebhookReceiver(this IEndpointRouteBuilder routes)
    {
        foreach (var sender in Senders)
        {
            routes.MapPost(
                    $"/webhooks/{{connection_id}}/{sender.Path}",
                    ([FromRoute(Name = "connection_id")] Guid connectionId, HttpContext http, WebhookWork work, CancellationToken cancel) => work.ReceiveAsync(sender, connectionId, http.Request, cancel))
                .Named($"receive_{sender.Provider}")
                .WithSummary("Takes a webhook of the connection's CI/CD system; its signature or secret is verified. A repeated delivery changes nothing")
                .WithTags("Webhooks")
                .Produces<WebhookAnswer>()
                .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound, StatusCodes.Status413PayloadTooLarge);
        }
    }
}

/// <summary>What happens with a webhook.</summary>
internal sealed class WebhookWork(ServiceDatabase database, CredentialVault vault, DeliverySignal deliveries, TimeProvider time)
{
    public async Task<IResult> ReceiveAsync(WebhookSender sender, Guid connectionId, HttpRequest request, CancellationToken cancel)
    {
        var connection = await FindAsync(connectionId, cancel);
        // The same for one that does not exist and one of another kind.
        if (connection is null || connection.Provider != sender.Provider)
        {
            return ApiErrors.NotFound("There is no such connection.");
        }

        if (!connection.IsActive)
        {
            return ApiErrors.BadRequest("The connection is switched off.");
        }

        var now = time.GetStoredNow();
        var secrets = SecretsOf(connection, now);
        var message = new Message(request.Headers, ReadOnlyMemory<byte>.Empty);
        if (sender.IsHopeless(message, secrets))
        {
            return WebhookBody.NotGenuine();
        }

        message = message with { Body = await WebhookBody.ReadAsync(request, cancel) };
        if (!sender.IsGenuine(message, secrets, now))
        {
            return WebhookBody.NotGenuine();
        }

        using var document = WebhookBody.Parse(message.Body);
        if (document is null)
        {
            return WebhookBody.NoJson();
        }

        // Reading needs the settings only, never the credentials.
        var reading = sender.Read(message, document.RootElement, new Account(connection.Provider, new Credentials(null, null, null), connection.Config));
        var answer = await RecordAsync(connection, reading, DeliveryLog.KeysOf(reading.Delivery, sender.SignsBodyOnly(message), message.Body), now, cancel);
        return TypedResults.Ok(sender.CallsItEventType ? answer with { EventType = reading.Event } : answer with { Event = reading.Event });
    }

    private async Task<WebhookAnswer> RecordAsync(StoredConnection connection, Reading reading, string[] keys, DateTimeOffset now, CancellationToken cancel)
    {
        if (reading.Report is not { } report)
        {
            return new WebhookAnswer { Message = "Nothing that deployments follow from." };
        }

        await using var session = await database.OpenAsync(connection.Scope, cancel);
        await DeploymentBook.LockAsync(session, connection.ProjectId, cancel);
        var (isNew, before) = await DeliveryLog.AddAsync(session, connection.Id, connection.ProjectId, keys, now, cancel);
        if (!isNew)
        {
            var known = before is { } id
                ? await session.SingleOrDefaultAsync($"select {Deployment.Columns} from deployments d where d.id = {id} and d.project_id = {connection.ProjectId}", Deployment.Read, cancel)
                : null;
            return new WebhookAnswer { Duplicate = true, Message = "This delivery was received before.", Deployment = known is null ? null : ReportedDeployment.Of(known) };
        }

        if (report.DefaultBranch.Length == 0 && report.Rank != Rank.Deployment)
        {
            report = report with { DefaultBranch = await RepositoryList.FindDefaultBranchAsync(session, connection.Id, report.Repository, cancel) };
        }

        var verdict = new TrackingRules(connection.Config).Judge(report);
        var (deployment, _) = await DeploymentBook.RecordAsync(session, connection.Scope, connection.Id, connection.Provider, report, verdict, now, cancel);
        if (deployment is not null)
        {
            await DeliveryLog.CompleteAsync(session, connection.Id, keys, deployment.Id, cancel);
        }

        await session.CommitAsync(cancel);
        deliveries.Set();
        return deployment is not null
            ? new WebhookAnswer { Deployment = ReportedDeployment.Of(deployment) }
            : new WebhookAnswer { Message = verdict.Counts ? "No deployment: it was cancelled before anything was known of it." : $"No deployment: {verdict.Why}." };
    }

    private async Task<StoredConnection?> FindAsync(Guid id, CancellationToken cancel)
    {
        // As system: nobody is signed in; which project it is follows from the connection, whose secret the sender must know.
        await using var session = await database.OpenAsSystemAsync(cancel);
        return await session.SingleOrDefaultAsync($"select {StoredConnection.Columns} from connections c where c.id = {id}", StoredConnection.Read, cancel);
    }

    private string[] SecretsOf(StoredConnection connection, DateTimeOffset now)
    {
        var current = vault.UnprotectWebhookSecret(connection.WebhookSecretEncrypted, connection.Id);
        var previous = connection.PreviousSecretUntil > now ? vault.UnprotectWebhookSecret(connection.PreviousSecretEncrypted, connection.Id) : null;
        return [.. new[] { current, previous }.OfType<string>()];
    }
}
