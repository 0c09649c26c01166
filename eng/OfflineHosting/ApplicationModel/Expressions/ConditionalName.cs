using System.IO.Hashing;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// The name under which a manifest lists a choice: the placeholder of its condition in lower kebab case and the
/// XXH32 of all that decides its value, so that equal choices share an entry and different ones never do.
/// </summary>
internal static class ConditionalName
{
    public static string Create(IValueProvider condition, string matchValue, ReferenceExpression whenTrue, ReferenceExpression whenFalse)
    {
        var placeholder = (condition as IManifestExpressionProvider)?.ValueExpression;
        var name = Kebab(placeholder ?? "");
        var content = (placeholder ?? condition.GetType().Name) + whenTrue.ValueExpression + whenFalse.ValueExpression + matchValue;
        var hash = XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(content));
        return $"cond-{(name.Length > 0 ? name : "expr")}-{hash:x8}";
    }

    private static string Kebab(string text) =>
        string.Join('-', new string([.. text.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
