namespace SreCopilot.EndToEnd.Tests.Isolation;

/// <summary>A project with something of everything, all of it marked, so that a leak is seen.</summary>
internal sealed class Victim
{
    private static readonly string[] Scopes = ["ingest:logs"];

    private readonly Dictionary<string, string> _ids = [];

    private Victim(Account owner) => Owner = owner;

    /// <summary>Works in <see cref="ProjectId"/>; was also given a project at registration, which is nobody's business here.</summary>
    public Account Owner { get; private set; }

    /// <summary>Stands in the name of everything that belongs to the project.</summary>
    public string Mark { get; } = $"victim-{Guid.NewGuid():N}";

    public Guid ProjectId { get; private set; }

    public static async Task<Victim> CreateAsync(RunningPlatform platform, CancellationToken cancellationToken)
    {
        var victim = new Victim(await Account.RegisterAsync(platform, cancellationToken));
        await victim.FillAsync(cancellationToken);
        return victim;
    }

    /// <summary>The path with the victim's ids in place of its parameters.</summary>
    public string Fill(string path)
    {
        var pieces = path.Split('{', '}');
        for (var i = 1; i < pieces.Length; i += 2)
        {
            pieces[i] = _ids.GetValueOrDefault(pieces[i], ProjectId.ToString());
        }

        return string.Concat(pieces);
    }

    /// <summary>Whether the path names something that exists and belongs to the victim.</summary>
    public bool IsNamedIn(ApiRoute route) => _ids.Keys.Any(name => route.Path.Contains($"{{{name}}}", StringComparison.Ordinal));

    /// <summary>Every field that any route understands, with the victim's ids: what an attacker would send.</summary>
    public object Body => new
    {
        project_id = ProjectId,
        tenant_id = Owner.TenantId,
        user_id = Owner.UserId,
        user_email = Owner.Email,
        id = _ids["connection_id"],
        current_password = NewAccount.Password,
        name = "taken over",
        full_name = "Taken Over",
        slug = $"taken-{Guid.NewGuid():N}",
        description = "taken over",
        timezone = "UTC",
        role = "viewer",
        is_active = false,
        scopes = Scopes,
        expires_in_days = 30,
        integration_type = "prometheus",
        url = "https://prometheus.example.com",
        category = "redis",
        config = new { host = "redis.example.com" },
    };

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var project = await Owner.PostAsync("/api/v1/projects", new { name = Mark, slug = Mark }, cancellationToken);
        ProjectId = project.GetProperty("id").GetGuid();
        Owner = await Owner.SwitchProjectAsync(ProjectId, cancellationToken);
        var key = await Owner.PostAsync($"/api/v1/projects/{ProjectId}/api-keys", new { name = Mark, scopes = Scopes }, cancellationToken);
        var integration = await Owner.PostAsync(
            $"/api/v1/projects/{ProjectId}/monitoring/integrations",
            new { name = Mark, integration_type = "prometheus", url = "https://prometheus.example.com", password = Mark }, cancellationToken);
        var connection = await Owner.SendAsync(
            HttpMethod.Put, "/api/v1/settings/connections", new { category = "redis", name = Mark, config = new { host = "redis.example.com", password = Mark } }, cancellationToken);

        _ids["project_id"] = ProjectId.ToString();
        _ids["user_id"] = Owner.UserId.ToString();
        _ids["key_id"] = key.GetProperty("id").GetString()!;
        _ids["integration_id"] = integration.GetProperty("id").GetString()!;
        _ids["connection_id"] = connection.GetProperty("id").GetString()!;
    }
}
