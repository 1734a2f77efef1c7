namespace Bouncer.E2E.Installing;

/// <summary>A test on the installation.</summary>
[Collection(SharedInstallation.Name)]
public abstract class InstallationTest(Installation installation) : IAsyncLifetime
{
    /// <summary>Ends what the test waits for.</summary>
    protected static CancellationToken Deadline => TestContext.Current.CancellationToken;

    /// <summary>What all tests share.</summary>
    protected Installation Installation => installation;

    /// <inheritdoc/>
    public ValueTask InitializeAsync()
    {
        if (installation.SkipReason is { } reason)
        {
            Assert.Skip(reason);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (installation.SkipReason is null)
        {
            await CleanUpAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Puts back what the test has changed for others. Called even when the test has failed.</summary>
    protected virtual Task CleanUpAsync() => Task.CompletedTask;
}
