using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.CicdConnectorService.Deployments;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Connectors;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary><c>POST /webhooks/generic/{project_id}</c>: deployments from whatever can run curl.</summary>
internal static class HookReceiver
{
    public static void MapHookReceiver(this IEndpointRouteBuilder routes) => routes.MapPost(
            "/webhooks/generic/{project_id}",
            ([FromRoute(Name = "project_id")] Guid projectId, HttpContext http, HookWork work, CancellationToken cancel) => work.ReceiveAsync(projectId, http.Request, cancel))
        .Named("receive_deployment")
        .WithSummary("Takes a deployment that is signed with the secret of the project's deployment hook: service and version; optional commit_sha, environment, status, description, deployed_by, started_at, finished_at, url, id")
        .WithTags("Webhooks")
        .Produces<WebhookAnswer>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound, StatusCodes.Status413PayloadTooLarge);
}

/// <summary>What happens with a deployment that the hook gets.</summary>
internal sealed class HookWork(ServiceDatabase database, CredentialVault vault, DeliverySignal deliveries, TimeProvider time)
{
    private const string Provider = "webhook";

    private static readonly Dictionary<string, RunState> States = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = RunState.Success,
        ["success"] = RunState.Success,
        ["failed"] = RunState.Failed,
        ["failure"] = RunState.Failed,
        ["in_progress"] = RunState.InProgress,
    };

    public async Task<IResult> ReceiveAsync(Guid projectId, HttpRequest request, CancellationToken cancel)
    {
        if (await FindAsync(projectId, cancel) is not { } hook)
        {
            return ApiErrors.NotFound("There is no deployment hook for this project. An administrator of the project can make one.");
        }

        var now = time.GetStoredNow();
        var message = new Message(request.Headers, ReadOnlyMemory<byte>.Empty);
        string[] secrets = [.. new[] { hook.Current, hook.PreviousUntil > now ? hook.Previous : null }.Select(secret => vault.UnprotectWebhookSecret(secret, projectId)).OfType<string>()];
        var isSigned = message.Header("X-Webhook-Signature") is not null;
        if (!isSigned && !Signature.IsSecret(message.Header("X-Webhook-Secret"), secrets))
        {
            return WebhookBody.NotGenuine();
        }

        message = message with { Body = await WebhookBody.ReadAsync(request, cancel) };
        if (isSigned && !Signature.IsOfTimeAndBody(message.Header("X-Webhook-Signature"), message.Header("X-Webhook-Timestamp"), message.Body, secrets, now))
        {
            return WebhookBody.NotGenuine();
        }

        using var document = WebhookBody.Parse(message.Body);
        if (document is null)
        {
            return WebhookBody.NoJson();
        }

        var (report, mistake) = Read(document.RootElement, now);
        if (report is null)
        {
            return ApiErrors.BadRequest(mistake!, ErrorCodes.MissingRequiredField);
        }

        // A signature is used once. Without an id of their own two equal deployments within the same second are one.
        var keys = DeliveryLog.KeysOf(message.Header("Idempotency-Key"), isSigned, System.Text.Encoding.UTF8.GetBytes(message.Header("X-Webhook-Signature") ?? ""));
        return TypedResults.Ok(await RecordAsync(new CallerScope(hook.TenantId, projectId), report, keys, now, cancel));
    }

    private static (Report? Report, string? Mistake) Read(JsonElement body, DateTimeOffset now)
    {
        var service = body.Line("service") is { Length: > 0 } name ? name : body.Line("service_name");
        var version = body.Line(128, "version");
        var missing = new[] { ("service", service), ("version", version) }.Where(field => field.Item2.Length == 0).Select(field => field.Item1).ToList();
        if (missing.Count > 0)
        {
            return (null, $"Required: {string.Join(", ", missing)}");
        }

        if (!States.TryGetValue(body.Line("status"), out var state))
        {
            return (null, "status: must be success, failed or in_progress");
        }

        var id = body.Line(120, "id") is { Length: > 0 } own ? own : Guid.NewGuid().ToString();
        var started = body.Time("started_at") ?? body.Time("timestamp") ?? now;
        return (new Report
        {
            Id = $"webhook:{ForeignJson.Clean(service, 100)}:{id}",
            Rank = Rank.Deployment,
            Repository = service,
            Environment = body.Line(50, "environment") is { Length: > 0 } environment ? environment : "production",
            CommitSha = body.Line(64, "commit_sha"),
            Version = version,
            Description = body.Line(500, "description"),
            DeployedBy = body.Line("deployed_by") is { Length: > 0 } who ? who : "generic",
            State = state,
            CreatedAt = started,
            StartedAt = started,
            FinishedAt = state == RunState.InProgress ? null : body.Time("finished_at") ?? started,
            Url = body.Line(2000, "url"),
        }, null);
    }

    private async Task<WebhookAnswer> RecordAsync(CallerScope scope, Report report, string[] keys, DateTimeOffset now, CancellationToken cancel)
    {
        var project = scope.ProjectId!.Value;
        await using var session = await database.OpenAsync(scope, cancel);
        await DeploymentBook.LockAsync(session, project, cancel);
        var (isNew, before) = await DeliveryLog.AddAsync(session, project, project, keys, now, cancel);
        if (!isNew)
        {
            var known = before is { } id
                ? await session.SingleOrDefaultAsync($"select {Deployment.Columns} from deployments d where d.id = {id} and d.project_id = {project}", Deployment.Read, cancel)
                : null;
            return new WebhookAnswer { Duplicate = true, Message = "This delivery was received before.", Deployment = known is null ? null : ReportedDeployment.Of(known) };
        }

        var (deployment, _) = await DeploymentBook.RecordAsync(session, scope, null, Provider, report, new Verdict(true, "", report.Repository, report.Environment), now, cancel);
        await DeliveryLog.CompleteAsync(session, project, keys, deployment!.Id, cancel);
        await session.CommitAsync(cancel);
        deliveries.Set();
        return new WebhookAnswer { Deployment = ReportedDeployment.Of(deployment) };
    }

    private async Task<Hook?> FindAsync(Guid projectId, CancellationToken cancel)
    {
        // As system: nobody is signed in; the project is the one in the address, whose secret the sender must know.
        await using var session = await database.OpenAsSystemAsync(cancel);
        return await session.SingleOrDefaultAsync(
            $"select tenant_id, secret_encrypted, previous_secret_encrypted, previous_secret_until from deployment_hooks where project_id = {projectId}",
            row => new Hook(row.GetGuid(0), row.GetString(1), row.GetStringOrNull(2), row.GetValueOrNull<DateTimeOffset>(3)), cancel);
    }

    private sealed record Hook(Guid TenantId, string Current, string? Previous, DateTimeOffset? PreviousUntil);
}
