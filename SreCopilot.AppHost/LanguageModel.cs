namespace SreCopilot.AppHost;

/// <summary>The optional language model of ai-service.</summary>
internal static class LanguageModel
{
    private static readonly string[] Variables =
    [
        "AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_DEPLOYMENT", "AZURE_OPENAI_MODEL", "AZURE_OPENAI_API_VERSION",
        "OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL", "AI_TIMEOUT_SECONDS", "AI_INPUT_TOKEN_PRICE", "AI_OUTPUT_TOKEN_PRICE",
    ];

    /// <summary>Passes on what the developer has in the environment or in user secrets. Nothing of it is published: in the cluster it comes from a Secret.</summary>
    public static IResourceBuilder<ProjectResource> WithLanguageModel(this IResourceBuilder<ProjectResource> service)
    {
        if (service.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return service;
        }

        foreach (var variable in Variables)
        {
            if (service.ApplicationBuilder.Configuration[variable] is { Length: > 0 } value)
            {
                service.WithEnvironment(variable, value);
            }
        }

        return service;
    }
}
