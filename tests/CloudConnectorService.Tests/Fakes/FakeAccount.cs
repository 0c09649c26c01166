using Microsoft.AspNetCore.Http;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>Something that runs in a cloud; every cloud shows it in its own words.</summary>
internal sealed record FakeItem(string Name)
{
    public bool Runs { get; init; } = true;

    public string Size { get; init; } = "large";

    public Dictionary<string, string> Tags { get; init; } = new() { ["team"] = "shop" };

    public double Cpu { get; init; } = 12.5;

    /// <summary>A number that its monitoring knows it by.</summary>
    public string Number => $"{4_000_000 + Name.Aggregate(7, (hash, character) => ((hash * 31) + character) % 1_000_003)}";
}

/// <summary>An account of a cloud, and what goes wrong in it. Each test has its own.</summary>
internal sealed class FakeAccount
{
    public const string Compute = "compute";
    public const string Database = "database";
    public const string LoadBalancer = "load_balancer";
    public const string Metrics = "metrics";
    public const string Identity = "identity";
    public const string Token = "token";

    private static int _accounts;

    /// <summary>Of three letters and a number that nobody else has.</summary>
    public string Id { get; } = $"acc{Interlocked.Increment(ref _accounts):D9}";

    public string Secret { get; set; } = $"do-not-tell-{Guid.NewGuid():N}";

    public List<FakeItem> Machines { get; set; } = [];

    public List<FakeItem> Databases { get; set; } = [];

    public List<FakeItem> Balancers { get; set; } = [];

    public int PageSize { get; set; } = 2;

    /// <summary>What the credentials may not do.</summary>
    public HashSet<string> Forbidden { get; } = [];

    /// <summary>How often a token is good; then it has expired.</summary>
    public int UsesPerToken { get; set; } = int.MaxValue;

    public int TokensIssued;

    /// <summary>Answers instead of the cloud when it says that it did.</summary>
    public Func<string, HttpContext, Task<bool>> Fault { get; set; } = (_, _) => Task.FromResult(false);

    public List<FakeItem> Of(string operation) => operation switch { Compute => Machines, Database => Databases, _ => Balancers };

    /// <summary>The page that a cursor names, and the cursor of the next.</summary>
    public (List<FakeItem> Items, string? Next) Page(string operation, string? cursor)
    {
        var start = string.IsNullOrEmpty(cursor) ? 0 : int.Parse(cursor["at-".Length..], null);
        var items = Of(operation).ToList();
        return (items.Skip(start).Take(PageSize).ToList(), start + PageSize < items.Count ? $"at-{start + PageSize}" : null);
    }
}
