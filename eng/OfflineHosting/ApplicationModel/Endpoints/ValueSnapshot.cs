namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that is set later and can be waited for.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class ValueSnapshot<T>
{
    private TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets whether there is a value (or an error) already.</summary>
    public bool IsValueSet => _source.Task.IsCompleted;

    /// <summary>Waits for the value.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The value.</returns>
    public Task<T> GetValueAsync(CancellationToken cancellationToken = default) => _source.Task.WaitAsync(cancellationToken);

    /// <summary>Sets the value; a later value replaces an earlier one.</summary>
    /// <param name="value">The value.</param>
    public void SetValue(T value)
    {
        if (!_source.TrySetResult(value))
        {
            var replacement = new TaskCompletionSource<T>();
            replacement.SetResult(value);
            _source = replacement;
        }
    }

    /// <summary>States that there will be no value.</summary>
    /// <param name="exception">Why.</param>
    public void SetException(Exception exception) => _source.TrySetException(exception);

    internal bool TryGetValue([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        var set = _source.Task.IsCompletedSuccessfully;
        value = set ? _source.Task.Result : default;
        return set;
    }
}
