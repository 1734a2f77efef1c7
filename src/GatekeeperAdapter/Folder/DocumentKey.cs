using Bouncer.Constraints.Objects;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Folder;

/// <summary>What makes a document the same one: kind, namespace and name.</summary>
internal readonly record struct DocumentKey(ObjectKind Kind, string Namespace, string Name)
{
    public static DocumentKey Of(RegoObject document) => new(ReviewedObject.Of(document).Kind, document.Namespace(), document.Name());

    /// <summary>As people call it: <c>K8sAllowedRepos whitelist-dockerhub</c>.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind.Kind} {Name}" : $"{Kind.Kind} {Namespace}/{Name}";
}
