using SreCopilot.PostgresFixture;

namespace SreCopilot.AiService.Tests.Service;

/// <summary>ai-service with a language model that the test plays.</summary>
public class ModelServer(PostgresServer postgres) : AiServer(postgres)
{
    internal FakeModel Model { get; } = new();

    protected override IEnumerable<(string Name, string Value)> Settings =>
        [.. base.Settings, .. ModelSettings, ("AI_TIMEOUT_SECONDS", "30"), ("AI_INPUT_TOKEN_PRICE", "0.150"), ("AI_OUTPUT_TOKEN_PRICE", "0.600")];

    protected virtual IEnumerable<(string Name, string Value)> ModelSettings => [("OPENAI_BASE_URL", Model.Address), ("OPENAI_API_KEY", "test-key"), ("OPENAI_MODEL", "gpt-test")];

    public override async ValueTask InitializeAsync()
    {
        await Model.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Model.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The same with a model that may take no more than a second.</summary>
public sealed class ImpatientModelServer(PostgresServer postgres) : ModelServer(postgres)
{
    protected override IEnumerable<(string Name, string Value)> Settings => [.. base.Settings, ("AI_TIMEOUT_SECONDS", "1")];
}

/// <summary>The same with Azure's way of addressing models.</summary>
public sealed class AzureModelServer(PostgresServer postgres) : ModelServer(postgres)
{
    protected override IEnumerable<(string Name, string Value)> ModelSettings =>
    [
        ("AZURE_OPENAI_ENDPOINT", Model.Address), ("AZURE_OPENAI_API_KEY", "azure-key"), ("AZURE_OPENAI_DEPLOYMENT", "our-gpt"), ("AZURE_OPENAI_API_VERSION", "2024-10-21"),
    ];
}
