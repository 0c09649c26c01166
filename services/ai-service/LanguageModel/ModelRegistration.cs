using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OpenAI;

namespace SreCopilot.AiService.LanguageModel;

internal static class ModelRegistration
{
    /// <summary>An answer is a few thousand tokens.</summary>
    private const int LargestAnswer = 1024 * 1024;

    public static void AddLanguageModel(this WebApplicationBuilder builder)
    {
        var setup = new ModelOptionsSetup(builder.Configuration);
        builder.Services.AddSingleton<IConfigureOptions<ModelOptions>>(setup);
        builder.Services.AddSingleton<IValidateOptions<ModelOptions>>(setup);
        builder.Services.AddOptions<ModelOptions>().ValidateOnStart();
        builder.Services.AddSingleton(services => new ModelConnection(Connect(services.GetRequiredService<IOptions<ModelOptions>>().Value)));
        builder.Services.AddSingleton<ModelCalls>();
        builder.Services.AddSingleton<HypothesisWriter>();
    }

    private static IChatClient? Connect(ModelOptions options)
    {
        if (!options.IsConfigured)
        {
            return null;
        }

        var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseCookies = false, AllowAutoRedirect = false })
        {
            MaxResponseContentBufferSize = LargestAnswer,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var settings = new OpenAIClientOptions
        {
            Endpoint = options.IsAzure ? new Uri($"{options.Endpoint.AbsoluteUri.TrimEnd('/')}/openai/deployments/{Uri.EscapeDataString(options.Deployment)}") : options.Endpoint,
            Transport = new HttpClientPipelineTransport(http),
            NetworkTimeout = options.Timeout,
            // Nobody waits for a second try: the engine has an answer already.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        };
        if (options.IsAzure)
        {
            settings.AddPolicy(new AzurePolicy(options.ApiKey, options.ApiVersion), PipelinePosition.BeforeTransport);
        }

        return new OpenAIClient(new ApiKeyCredential(options.ApiKey), settings).GetChatClient(options.IsAzure ? options.Deployment : options.Model).AsIChatClient();
    }

    /// <summary>Azure takes the key in a header of its own and wants to know the version.</summary>
    private sealed class AzurePolicy(string key, string version) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Change(message.Request);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Change(message.Request);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }

        private void Change(PipelineRequest request)
        {
            request.Headers.Remove("Authorization");
            request.Headers.Set("api-key", key);
            request.Uri = new UriBuilder(request.Uri!) { Query = $"api-version={Uri.EscapeDataString(version)}" }.Uri;
        }
    }
}

/// <summary>The model's client; null without a model.</summary>
internal sealed record ModelConnection(IChatClient? Client);
