using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.UserSecrets;

/// <summary>A default that is kept in user secrets once it was made, so that the next run finds it in configuration.</summary>
internal sealed class UserSecretsParameterDefault(string userSecretsId, string configurationKey, ParameterDefault inner) : ParameterDefault
{
    public override string GetDefaultValue()
    {
        var value = inner.GetDefaultValue();
        if (!UserSecretsStore.TrySet(userSecretsId, configurationKey, value))
        {
            throw new DistributedApplicationException(
                $"The generated value of '{configurationKey}' cannot be kept in user secrets '{userSecretsId}', so the next run would use another one. " +
                "Make the user secrets folder writable (DOTNET_USER_SECRETS_FALLBACK_DIR chooses another one), or set the value in configuration.");
        }

        return value;
    }

    public override void WriteToManifest(ManifestPublishingContext context) => inner.WriteToManifest(context);
}
