using System.Text.Json;

namespace SreCopilot.Otlp;

/// <summary>Reads what all signals have in common.</summary>
internal static class JsonValues
{
    public static OtlpResource Resource(JsonElement json, Budget budget) =>
        json.Find("resource") is { } resource ? new OtlpResource(Attributes(resource, budget)) : OtlpResource.Unknown;

    public static OtlpScope Scope(JsonElement json) =>
        json.Find("scope") is { } scope ? new OtlpScope(scope.Text("name", OtlpLimits.Name), scope.Text("version", OtlpLimits.Name)) : OtlpScope.Unknown;

    public static OtlpAttributes Attributes(JsonElement json, Budget budget)
    {
        var attributes = new AttributeList();
        foreach (var attribute in json.Each("attributes"))
        {
            attributes.Add(Attribute(attribute, budget, 0));
        }

        attributes.Dropped(json.Int32("droppedAttributesCount"));
        return attributes.Build();
    }

    /// <summary>A value: <c>{"stringValue":"x"}</c>, <c>{"intValue":"5"}</c>, <c>{"arrayValue":{"values":[...]}}</c> and so on.</summary>
    public static OtlpValue Value(JsonElement json, Budget budget, int depth)
    {
        budget.Value(depth);
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw JsonFields.Malformed("value");
        }

        foreach (var field in json.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            switch (field.Name)
            {
                case "stringValue":
                    return OtlpValue.Of(JsonFields.TextOf(field.Value, field.Name, OtlpLimits.Text));
                case "boolValue":
                    return OtlpValue.Of(json.Boolean(field.Name));
                case "intValue":
                    return OtlpValue.Of(JsonFields.Int64Of(field.Value, field.Name));
                case "doubleValue":
                    return OtlpValue.Of(JsonFields.Float64Of(field.Value, field.Name));
                case "arrayValue":
                    return OtlpValue.Of(field.Value.Each("values").Select(item => Value(item, budget, depth + 1)).ToArray());
                case "kvlistValue":
                    return OtlpValue.Of(field.Value.Each("values").Select(item => Attribute(item, budget, depth + 1)).ToArray());
                case "bytesValue":
                    return OtlpValue.OfBytes(JsonFields.TextOf(field.Value, field.Name, OtlpLimits.Text));
            }
        }

        return default;
    }

    private static OtlpField Attribute(JsonElement json, Budget budget, int depth) =>
        new(json.Text("key", OtlpLimits.Name + 1), json.Find("value") is { } value ? Value(value, budget, depth) : default);
}
