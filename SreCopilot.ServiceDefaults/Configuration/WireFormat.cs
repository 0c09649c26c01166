using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ServiceDefaults.Configuration;

/// <summary>The JSON that goes over the wire: snake_case names, absent values as explicit nulls, unknown request fields ignored.</summary>
public static class WireFormat
{
    internal static void UseWireFormat(this JsonSerializerOptions options, IJsonTypeInfoResolver? serviceContext)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Converters.Add(new WireTime());
        options.TypeInfoResolverChain.Insert(0, ErrorJsonContext.Default);
        if (serviceContext is not null)
        {
            options.TypeInfoResolverChain.Insert(0, serviceContext);
        }
    }
}
