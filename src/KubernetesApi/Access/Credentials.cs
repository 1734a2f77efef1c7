namespace Bouncer.KubernetesApi.Access;

/// <summary>Gets a <see cref="Credential"/> and keeps it until its time is over or the API server refuses it. Safe for use by
/// several threads; one gets, the others wait for it.</summary>
/// <param name="get">Gets one.</param>
/// <param name="time">The clock.</param>
internal sealed class Credentials(Func<CancellationToken, Task<Credential>> get, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Credential? _current;

    /// <summary>The one and only.</summary>
    public static Credentials Of(Credential credential) => new(_ => Task.FromResult(credential), TimeProvider.System);

    /// <summary>The credential of now.</summary>
    /// <exception cref="ApiException">None is to be had.</exception>
    public ValueTask<Credential> CurrentAsync(CancellationToken cancellationToken)
        => _current is { } current && IsGood(current) ? new(current) : new(RenewedAsync(cancellationToken));

    /// <summary>The API server did not take it: another one is needed, if no other thread has got it already.</summary>
    public void Refuse(Credential credential) => Interlocked.CompareExchange(ref _current, null, credential);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<Credential> RenewedAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _current is { } current && IsGood(current) ? current : _current = await get(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool IsGood(Credential credential) => credential.Until is not { } until || time.GetUtcNow() < until;
}
