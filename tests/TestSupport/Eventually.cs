namespace Bouncer.TestSupport;

/// <summary>Waits for what other threads and processes bring about.</summary>
public static class Eventually
{
    /// <summary>Asks again until a condition holds. The limit is generous: it is reached by bugs, not by slow machines.</summary>
    /// <exception cref="TimeoutException">It does not come to hold.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            while (!await condition())
            {
                await Task.Delay(20, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"two minutes were not enough for: {what}");
        }
    }
}
