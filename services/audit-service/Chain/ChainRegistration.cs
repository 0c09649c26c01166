namespace SreCopilot.AuditService.Chain;

internal static class ChainRegistration
{
    public static void AddChain(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChainSigner>();
        builder.Services.AddSingleton<ChainWriter>();
    }
}
