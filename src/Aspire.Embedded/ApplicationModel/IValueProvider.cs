namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that is known only when resources start, such as the address of an endpoint.</summary>
public interface IValueProvider
{
    /// <summary>Reads the value.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The value, or null if there is none.</returns>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}
