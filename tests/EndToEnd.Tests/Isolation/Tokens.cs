using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SreCopilot.EndToEnd.Tests.Isolation;

/// <summary>Changes tokens the way an attacker would try to.</summary>
internal static class Tokens
{
    public static string Expired(string token, string key) => Sign(Head(token), Change(token, claims => claims["exp"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds()), key);

    public static string SignedWith(string token, string key) => Sign(Head(token), token.Split('.')[1], key);

    public static string Unsigned(string token) => $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{token.Split('.')[1]}.";

    private static string Head(string token) => token.Split('.')[0];

    private static string Change(string token, Action<JsonObject> change)
    {
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();
        change(claims);
        return Encode(claims.ToJsonString());
    }

    private static string Sign(string head, string body, string key) =>
        $"{head}.{body}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes($"{head}.{body}")))}";

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
