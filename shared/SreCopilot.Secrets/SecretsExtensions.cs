using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SreCopilot.Secrets;

/// <summary>Registration of <see cref="SecretProtector"/>.</summary>
public static class SecretsExtensions
{
    /// <summary>Adds <see cref="SecretProtector"/>; a missing or placeholder <c>ENCRYPTION_KEY</c> stops the service.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <returns>The same builder.</returns>
    public static WebApplicationBuilder AddSecretProtection(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<SecretProtector>();
        builder.Services.AddOptions<EncryptionOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<EncryptionOptions>, EncryptionOptionsSetup>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EncryptionOptions>, EncryptionOptionsSetup>());
        return builder;
    }
}
