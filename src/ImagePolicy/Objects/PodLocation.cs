using System.Collections.Frozen;

namespace Bouncer.ImagePolicy.Objects;

/// <summary>Where a kind of object keeps its pod spec.</summary>
public enum PodLocation
{
    /// <summary><c>spec</c>: Pod.</summary>
    Spec,

    /// <summary><c>template.spec</c>: PodTemplate.</summary>
    TemplateSpec,

    /// <summary><c>spec.template.spec</c>: Deployment and its relatives, Job.</summary>
    SpecTemplateSpec,

    /// <summary><c>spec.jobTemplate.spec.template.spec</c>: CronJob.</summary>
    SpecJobTemplateSpecTemplateSpec,

    /// <summary>A bare <c>ephemeralContainers</c> list at the top: kind EphemeralContainers of API servers before 1.22.</summary>
    Top,

    /// <summary><c>items</c>: a list, whose items are objects of their own.</summary>
    Items,
}

/// <summary>The kinds of the Kubernetes API that bear pods.</summary>
public static class PodBearingKinds
{
    private static readonly FrozenDictionary<(string Group, string Kind), PodLocation> s_kinds =
        new Dictionary<(string, string), PodLocation>
        {
            [("", "Pod")] = PodLocation.Spec,
            [("", "PodTemplate")] = PodLocation.TemplateSpec,
            [("", "EphemeralContainers")] = PodLocation.Top,
            [("", "ReplicationController")] = PodLocation.SpecTemplateSpec,
            [("apps", "Deployment")] = PodLocation.SpecTemplateSpec,
            [("apps", "ReplicaSet")] = PodLocation.SpecTemplateSpec,
            [("apps", "StatefulSet")] = PodLocation.SpecTemplateSpec,
            [("apps", "DaemonSet")] = PodLocation.SpecTemplateSpec,
            [("extensions", "Deployment")] = PodLocation.SpecTemplateSpec,
            [("extensions", "ReplicaSet")] = PodLocation.SpecTemplateSpec,
            [("extensions", "DaemonSet")] = PodLocation.SpecTemplateSpec,
            [("batch", "Job")] = PodLocation.SpecTemplateSpec,
            [("batch", "CronJob")] = PodLocation.SpecJobTemplateSpecTemplateSpec,
            [("", "List")] = PodLocation.Items,
        }.ToFrozenDictionary();

    /// <summary>Every group and kind that bears pods, with the place of the pod spec. Versions do not matter: the place has
    /// been the same in all of them.</summary>
    public static IReadOnlyDictionary<(string Group, string Kind), PodLocation> All => s_kinds;

    /// <summary>Where a kind keeps its pod spec; null if it bears no pods. Typed lists (<c>DeploymentList</c>) count as
    /// lists.</summary>
    /// <param name="group">The API group; empty for the core group.</param>
    /// <param name="kind">The kind.</param>
    public static PodLocation? Find(string group, string kind)
        => s_kinds.TryGetValue((group, kind), out var location) ? location
            : kind.EndsWith("List", StringComparison.Ordinal) && s_kinds.ContainsKey((group, kind[..^4])) ? PodLocation.Items
            : null;

    /// <summary>The group of an <c>apiVersion</c>: <c>apps</c> of <c>apps/v1</c>, empty for <c>v1</c>.</summary>
    public static string GroupOf(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/');
        return slash < 0 ? "" : apiVersion[..slash];
    }
}

/// <summary>Paths of pod specs.</summary>
public static class PodLocations
{
    /// <summary>The path of the pod spec within its object; empty where its lists lie at the top.</summary>
    public static string Path(this PodLocation location) => location switch
    {
        PodLocation.Spec => "spec",
        PodLocation.TemplateSpec => "template.spec",
        PodLocation.SpecTemplateSpec => "spec.template.spec",
        PodLocation.SpecJobTemplateSpecTemplateSpec => "spec.jobTemplate.spec.template.spec",
        PodLocation.Items => "items",
        _ => "",
    };

    /// <summary>The path of a field of the pod spec.</summary>
    internal static string PathOf(this PodLocation location, string field)
    {
        var path = location.Path();
        return path.Length == 0 ? field : $"{path}.{field}";
    }
}
