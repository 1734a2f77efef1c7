using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Crds;

/// <summary>What the API server says about a CustomResourceDefinition.</summary>
internal static class CrdConditions
{
    /// <summary>Whether objects of the kind can be stored.</summary>
    public static bool IsEstablished(RegoObject crd) => Condition(crd, "Established")?.TextAt("status") == "True";

    /// <summary>Why the names were not accepted; null if they were, or nobody has looked yet.</summary>
    public static string? Refusal(RegoObject crd)
        => Condition(crd, "NamesAccepted") is { } names && names.TextAt("status") == "False" ? names.TextAt("message") : null;

    private static RegoObject? Condition(RegoObject crd, string type)
        => crd.ListAt("status", "conditions").OfType<RegoObject>().FirstOrDefault(c => c.TextAt("type") == type);
}
