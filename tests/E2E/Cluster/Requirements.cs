using Bouncer.E2E.Cluster.Kinds;

namespace Bouncer.E2E.Cluster;

/// <summary>What <c>E2E_REQUIRE</c> says must not be skipped, such as <c>native</c>: on a laptop a cluster may be missing, where
/// a change lands it may not.</summary>
internal static class Requirements
{
    /// <summary>Fails if a kind of cluster that cannot be had is required.</summary>
    /// <param name="kind">The kind of cluster.</param>
    /// <param name="reason">Why it cannot be had.</param>
    public static void Check(string kind, string reason)
    {
        var required = (Environment.GetEnvironmentVariable("E2E_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries);
        Assert.False(required.Contains(kind), $"E2E_REQUIRE names '{kind}'. {reason}");
    }

    /// <summary>The trait of tests that are not for every kind of cluster.</summary>
    public const string Needs = "needs";

    /// <summary>The value of <see cref="Needs"/> for tests whose Pods run.</summary>
    public const string Node = "node";

    /// <summary>Skips a test whose Pods have to run where they do not.</summary>
    public static void SkipWithoutNode()
        => Assert.SkipUnless(ClusterKind.Chosen.Name == Node, $"Pods run on clusters of kind {Node} alone: E2E_CLUSTER={Node}.");
}
