using Bouncer.E2E.Cluster.Kinds;

namespace Bouncer.E2E.Cluster;

/// <summary>A test on the cluster, in a namespace of its own: the API server remembers answers by namespace and images.</summary>
public abstract class ClusterTest(ClusterFixture cluster) : IAsyncLifetime
{
    private TestNamespace? _namespace;

    /// <summary>Ends what the test waits for.</summary>
    protected static CancellationToken Deadline => TestContext.Current.CancellationToken;

    /// <summary>What all tests share.</summary>
    protected ClusterFixture Cluster => cluster;

    /// <summary>The control plane.</summary>
    protected ITestCluster ControlPlane => cluster.ControlPlane;

    /// <summary>The test's own namespace.</summary>
    protected TestNamespace Namespace => _namespace!;

    /// <summary>What the name of the test's own namespace ends with.</summary>
    protected virtual string NamespaceSuffix => "";

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        if (cluster.SkipReason is { } reason)
        {
            Assert.Skip(reason);
        }

        _namespace = await CreateNamespaceAsync(NamespaceSuffix);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(await cluster.ReportAsync(_namespace?.Name));
        }

        await CleanUpAsync();
        if (_namespace is not null)
        {
            await _namespace.DeleteAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Puts back what the test has changed for others. Called even when the test has failed.</summary>
    protected virtual Task CleanUpAsync() => Task.CompletedTask;

    /// <summary>Creates another namespace, which is not deleted.</summary>
    /// <param name="suffix">What its name ends with.</param>
    protected Task<TestNamespace> CreateNamespaceAsync(string suffix = "")
        => TestNamespace.CreateAsync(cluster.Client, cluster.ControlPlane, suffix, Deadline);
}
