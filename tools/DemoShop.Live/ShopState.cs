namespace SreCopilot.DemoShop.Live;

/// <summary>How far the shop has come.</summary>
internal sealed class ShopState
{
    private volatile bool _isOpen;
    private volatile bool _hasFailed;

    /// <summary>Whether account, history and alert conditions are there.</summary>
    public bool IsOpen
    {
        get => _isOpen;
        set => _isOpen = value;
    }

    /// <summary>Whether it ended because something is wrong that waiting does not mend.</summary>
    public bool HasFailed
    {
        get => _hasFailed;
        set => _hasFailed = value;
    }
}

/// <summary>Something is wrong that waiting does not mend; the message says what to do.</summary>
internal sealed class DemoException(string message) : Exception(message);
