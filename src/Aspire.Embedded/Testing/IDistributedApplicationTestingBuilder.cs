namespace Aspire.Hosting.Testing;

/// <summary>The builder of an AppHost, for a test: its main program has described the application and waits.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    /// <summary>Builds the application. Call it once.</summary>
    /// <param name="cancellationToken">Ends the waiting for the AppHost's main program.</param>
    /// <returns>The application, not started yet.</returns>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
