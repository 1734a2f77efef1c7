namespace Bouncer.Constraints.Objects;

/// <summary>What kind of thing a Kubernetes object is.</summary>
/// <param name="Group">The group; empty for core.</param>
/// <param name="Version">The version in the group.</param>
/// <param name="Kind">The kind in the group, such as <c>Pod</c>.</param>
public readonly record struct ObjectKind(string Group, string Version, string Kind)
{
    /// <summary>The group and version as <c>apiVersion</c> has them: <c>apps/v1</c>, <c>v1</c> for core.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The kind of an <c>apiVersion</c> and a <c>kind</c>.</summary>
    public static ObjectKind Of(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new ObjectKind("", apiVersion, kind) : new ObjectKind(apiVersion[..slash], apiVersion[(slash + 1)..], kind);
    }

    /// <summary>As Kubernetes prints it: <c>apps/v1, Kind=Deployment</c>.</summary>
    public override string ToString() => $"{Group}/{Version}, Kind={Kind}";
}
