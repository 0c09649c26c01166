namespace SreCopilot.Otlp;

/// <summary>Counts what a request contains, so that few bytes cannot become many objects.</summary>
internal sealed class Budget
{
    private int _items;
    private int _values;

    public void Item()
    {
        if (++_items > OtlpLimits.Items)
        {
            throw new OtlpFormatException($"The request has more than {OtlpLimits.Items} items. Send smaller batches.");
        }
    }

    public void Value(int depth)
    {
        if (++_values > OtlpLimits.Values)
        {
            throw new OtlpFormatException($"The request has more than {OtlpLimits.Values} values. Send smaller batches.");
        }

        if (depth > OtlpLimits.Depth)
        {
            throw new OtlpFormatException($"A value is nested more than {OtlpLimits.Depth} levels deep.");
        }
    }
}
