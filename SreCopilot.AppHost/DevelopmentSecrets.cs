namespace SreCopilot.AppHost;

/// <summary>Secrets of a local run: random, created on the first start, kept in the developer's user secrets.</summary>
internal sealed record DevelopmentSecrets(
    IResourceBuilder<ParameterResource> InternalServiceKey,
    IResourceBuilder<ParameterResource> AccessTokenKey,
    IResourceBuilder<ParameterResource> EncryptionKey);

internal static class DevelopmentSecretsExtensions
{
    public static DevelopmentSecrets AddDevelopmentSecrets(this IDistributedApplicationBuilder builder) => new(
        builder.AddGeneratedSecret("internal-service-key"),
        builder.AddGeneratedSecret("jwt-secret-key"),
        builder.AddGeneratedSecret("encryption-key"));

    /// <summary>Letters and digits only, so that the value survives connection strings and shells; 48 of them are 285 bits.</summary>
    public static IResourceBuilder<ParameterResource> AddGeneratedSecret(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 48, Special = false }, secret: true, persist: true);

    /// <summary>Only services that sign or verify users' tokens get the key.</summary>
    public static IResourceBuilder<ProjectResource> WithAccessTokenKey(this IResourceBuilder<ProjectResource> service, DevelopmentSecrets? secrets) =>
        secrets is null ? service : service.WithEnvironment("JWT_SECRET_KEY", secrets.AccessTokenKey);

    /// <summary>Only services that keep other systems' credentials get the key that encrypts them.</summary>
    public static IResourceBuilder<ProjectResource> WithEncryptionKey(this IResourceBuilder<ProjectResource> service, DevelopmentSecrets? secrets) =>
        secrets is null ? service : service.WithEnvironment("ENCRYPTION_KEY", secrets.EncryptionKey);
}
