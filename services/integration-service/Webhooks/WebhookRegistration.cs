using Microsoft.Extensions.Options;

namespace SreCopilot.IntegrationService.Webhooks;

internal static class WebhookRegistration
{
    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        builder.Services.AddSingleton<SenderProof>();
        builder.Services.AddSingleton<WebhookReceiver>();
    }
}
