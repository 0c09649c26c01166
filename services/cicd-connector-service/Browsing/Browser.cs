using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Connectors;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.CicdConnectorService.Browsing;

/// <summary>What is to be looked at.</summary>
internal sealed record BrowserView(ICiProvider Provider, Account Account, string? Repository, string? Pipeline, string? Cursor, int Limit);

/// <summary>Opens a connection for looking at what is behind it.</summary>
internal sealed class Browser(ServiceDatabase database, ProviderCatalog providers, CredentialVault vault)
{
    private const int MostPerPage = 100;
    private const int LongestName = 255;

    public async Task<(BrowserView? View, JsonHttpResult<ErrorBody>? Refusal)> OpenAsync(Caller caller, Guid connectionId, BrowseQuery query, int usual, CancellationToken cancel)
    {
        List<string> mistakes = [];
        var limit = usual;
        if (!string.IsNullOrEmpty(query.Limit) && !(int.TryParse(query.Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MostPerPage))
        {
            mistakes.Add($"limit: must be a number from 1 to {MostPerPage}");
        }

        foreach (var (name, value) in new[] { ("repo", query.Repo), ("org", query.Org), ("pipeline_id", query.PipelineId), ("cursor", query.Cursor) })
        {
            if (!string.IsNullOrEmpty(value) && !Text.IsLine(value, LongestName))
            {
                mistakes.Add($"{name}: must have at most {LongestName} characters and no control characters");
            }
        }

        if (!string.IsNullOrEmpty(query.Repo) && !Paging.IsPath(query.Repo))
        {
            mistakes.Add("repo: must be the name of a repository, for example acme/web");
        }

        if (mistakes.Count > 0)
        {
            return (null, ApiErrors.Unprocessable(mistakes));
        }

        StoredConnection? stored;
        await using (var session = await database.OpenAsync(caller, cancel))
        {
            stored = await StoredConnection.FindAsync(session, caller.ProjectId!.Value, connectionId, cancel);
        }

        if (stored is null)
        {
            return (null, ApiErrors.NotFound(ConnectionRules.Unknown));
        }

        if (stored.Open(vault) is not { } account)
        {
            return (null, ApiErrors.Conflict(ConnectionRules.Unreadable));
        }

        // Only a name at GitHub; elsewhere it is an address, which belongs to the settings.
        if (NotEmpty(query.Org) is { } organization && account.Provider == "github")
        {
            var config = account.Config.DeepClone().AsObject();
            config["organization"] = JsonValue.Create(organization);
            account = account with { Config = config };
        }

        var repository = NotEmpty(query.Repo) ?? (account.Provider == "azure_devops" ? account.Setting("project") : account.Setting("repo"));
        var view = new BrowserView(
            providers.Get(account.Provider), account, repository is null || Paging.IsPath(repository) ? repository : null, NotEmpty(query.PipelineId), NotEmpty(query.Cursor), limit);
        return (view, null);
    }

    /// <summary>What the CI/CD system did wrong is not the caller's mistake, except for a name that it does not know.</summary>
    public static JsonHttpResult<ErrorBody> Explain(Fault fault) => fault.Kind switch
    {
        FaultKind.Incomplete => ApiErrors.BadRequest(fault.Message, ErrorCodes.MissingRequiredField),
        FaultKind.NotFound => ApiErrors.NotFound(fault.Message),
        _ => ApiErrors.Create(StatusCodes.Status502BadGateway, fault.Message, error: "backend_error"),
    };

    private static string? NotEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
