namespace Bouncer.KubernetesApi;

/// <summary>A kind of resource as the paths of the API server name it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version (<c>v1</c>).</param>
/// <param name="Plural">The name in paths (<c>pods</c>).</param>
public readonly record struct ApiResource(string Group, string Version, string Plural)
{
    public static readonly ApiResource Namespaces = new("", "v1", "namespaces");

    /// <summary>The group and version as <c>apiVersion</c> has them.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path of a collection, an object or its subresource, without the slash before it.</summary>
    /// <param name="namespace">The namespace; empty for objects without one, and for a collection over all namespaces.</param>
    /// <param name="name">The object's name; empty for the collection.</param>
    /// <param name="subresource">The subresource (<c>status</c>).</param>
    public string Path(string @namespace = "", string name = "", string subresource = "")
    {
        var path = $"{(Group.Length == 0 ? "api" : "apis")}/{ApiVersion}";
        path += @namespace.Length == 0 ? "" : $"/namespaces/{Uri.EscapeDataString(@namespace)}";
        path += $"/{Plural}";
        path += name.Length == 0 ? "" : $"/{Uri.EscapeDataString(name)}";
        return subresource.Length == 0 ? path : $"{path}/{subresource}";
    }

    /// <inheritdoc/>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
