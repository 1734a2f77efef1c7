using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Cluster;

/// <summary>Gatekeeper's kinds as paths name them.</summary>
internal static class GatekeeperResources
{
    public static readonly ApiResource Crds = new("apiextensions.k8s.io", "v1", "customresourcedefinitions");

    public static readonly ApiResource Templates = new(Bouncer.Constraints.Templates.ConstraintTemplate.Group, "v1", "constrainttemplates");

    public static readonly ApiResource Configs = new("config.gatekeeper.sh", "v1alpha1", "configs");

    public static readonly ApiResource SyncSets = new("syncset.gatekeeper.sh", "v1alpha1", "syncsets");

    /// <summary>The name of the one Config that counts.</summary>
    public const string ConfigName = "config";

    /// <summary>The label of the CustomResourceDefinitions of constraints.</summary>
    public const string ConstraintCrdLabel = "gatekeeper.sh/constraint";

    /// <summary>The constraints of a kind.</summary>
    public static ApiResource Constraints(string kind) => new(Bouncer.Constraints.Constraint.Group, "v1beta1", kind.ToLowerInvariant());

    /// <summary>The name of the CustomResourceDefinition of a template's constraints.</summary>
    public static string CrdName(string template) => $"{template}.{Bouncer.Constraints.Constraint.Group}";
}
