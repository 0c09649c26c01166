using Microsoft.Extensions.Options;
using SreCopilot.AuthService.Sessions;
using SreCopilot.Secrets;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>Turns stored integrations into what clients see.</summary>
internal sealed class IntegrationView(IOptions<MonitoringOptions> options, IntegrationSecrets secrets)
{
    public Integration Show(StoredIntegration stored, HttpRequest request) => new()
    {
        Id = stored.Id,
        ProjectId = stored.ProjectId,
        ProjectName = stored.ProjectName,
        IntegrationType = stored.Type,
        IntegrationTypeDisplay = IntegrationType.Display(stored.Type),
        Name = stored.Name,
        Description = stored.Description,
        Url = stored.Url,
        Username = stored.Username,
        Config = SecretMask.Apply(secrets.ConfigOf(stored)),
        Status = stored.Status,
        StatusDisplay = IntegrationType.Capitalize(stored.Status),
        LastTestAt = stored.LastTestAt,
        LastTestSuccess = stored.LastTestSuccess,
        LastErrorMessage = stored.LastErrorMessage,
        WebhookEnabled = stored.WebhookEnabled,
        WebhookUrl = stored.WebhookEnabled ? $"{PublicUrl(request)}/api/v1/webhooks/{stored.Type}/{stored.Id}" : null,
        IsPrimary = stored.IsPrimary,
        CreatedAt = stored.CreatedAt,
        UpdatedAt = stored.UpdatedAt,
    };

    public IntegrationWithSecrets ShowWithSecrets(StoredIntegration stored, HttpRequest request) =>
        new(Show(stored, request), secrets.PasswordOf(stored), secrets.ApiKeyOf(stored), secrets.WebhookSecretOf(stored));

    private string PublicUrl(HttpRequest request) =>
        options.Value.PublicUrl?.TrimEnd('/') ?? $"{EntryPoint.SchemeOf(request)}://{EntryPoint.HostOf(request)}";
}
