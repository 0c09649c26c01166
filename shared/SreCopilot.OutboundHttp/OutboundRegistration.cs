using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SreCopilot.OutboundHttp;

/// <summary>Registration of <see cref="OutboundClient"/>.</summary>
public static class OutboundRegistration
{
    /// <summary>Adds <see cref="OutboundClient"/>, <see cref="OutboundProbe"/>, <see cref="OutboundPing"/>, <see cref="GuardedConnector"/>
    /// and <see cref="AddressGuard"/>.</summary>
    public static WebApplicationBuilder AddOutboundHttp(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<OutboundOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<OutboundOptions>, OutboundOptionsSetup>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboundOptions>, OutboundOptionsSetup>());
        builder.Services.TryAddSingleton<AddressGuard>();
        builder.Services.TryAddSingleton<GuardedConnector>();
        builder.Services.TryAddSingleton<CertificateTrust>();
        builder.Services.TryAddSingleton<OutboundClient>();
        builder.Services.TryAddSingleton<OutboundProbe>();
        builder.Services.TryAddSingleton<OutboundPing>();
        return builder;
    }
}
