using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;

namespace Bouncer.E2E.Nodes;

/// <summary>A test whose Pods run.</summary>
[Trait(Requirements.Needs, Requirements.Node)]
public abstract class NodeTest(ClusterFixture cluster) : ClusterTest(cluster)
{
    /// <summary>The cluster with its node.</summary>
    internal NodeCluster Node => (NodeCluster)ControlPlane;

    /// <inheritdoc/>
    public override ValueTask InitializeAsync()
    {
        Requirements.SkipWithoutNode();
        return base.InitializeAsync();
    }

    /// <summary>Has kubectl run a Pod that says hello, and waits until it is ready.</summary>
    /// <param name="where">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="image">Its image, which has a shell.</param>
    protected static async Task RunAsync(TestNamespace where, string name, string image)
    {
        await SucceedAsync(where, "run", name, $"--image={image}", "--restart=Never", "--", "sh", "-c", "echo hello; sleep 3600");
        await SucceedAsync(where, "wait", "--for=condition=Ready", $"pod/{name}", "--timeout=2m");
    }

    /// <summary>Has kubectl do something that has to succeed.</summary>
    /// <returns>What it wrote.</returns>
    protected static async Task<string> SucceedAsync(TestNamespace where, params string[] arguments)
    {
        var (exitCode, output) = await where.KubectlAsync(arguments);
        Assert.True(exitCode == 0, $"kubectl {string.Join(' ', arguments)}:\n{output}{(await where.KubectlAsync("get", "events")).Output}");
        return output;
    }
}
