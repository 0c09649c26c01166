using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace SreCopilot.LogService.Tail;

/// <summary>JSON as in bodies of answers, for what the framework does not write.</summary>
internal sealed class TailJson(IOptions<JsonOptions> options)
{
    public byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeOf<T>());

    public T? Read<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, TypeOf<T>());

    private JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)options.Value.SerializerOptions.GetTypeInfo(typeof(T));
}
